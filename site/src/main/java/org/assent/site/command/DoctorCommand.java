package org.assent.site.command;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.assent.site.Installation;
import org.assent.site.SiteFolder;
import org.assent.site.doctor.Diagnosis;
import org.assent.site.doctor.Doctor;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ./assent doctor [DIR]}: exit code 0 unless something must be put right before a start. */
@Command(name = "doctor")
public final class DoctorCommand implements Callable<Integer> {

    @Parameters(index = "0", arity = "0..1")
    private @Nullable Path folder;

    @Override
    public Integer call() throws Exception {
        List<Diagnosis> found = Doctor.look(
                Installation.cometBftPath(), Optional.ofNullable(folder).map(SiteFolder::new), Clock.systemUTC());
        found.forEach(one -> System.out.println(one.text()));
        long failures = found.stream()
                .filter(one -> one.level() == Diagnosis.Level.FAIL)
                .count();
        System.out.println(
                failures == 0
                        ? "Nothing stands in the way."
                        : failures + (failures == 1 ? " thing" : " things") + " must be put right.");
        return failures == 0 ? 0 : 1;
    }
}
