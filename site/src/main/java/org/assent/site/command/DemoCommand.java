package org.assent.site.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.assent.site.configuration.LedgerSettings;
import org.assent.site.demo.Demo;
import org.assent.site.demo.DemoOptions;
import org.assent.site.demo.Hospital;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./assent demo}. */
@Command(name = "demo")
public final class DemoCommand implements Callable<Integer> {

    @Option(names = "--home", required = true, hidden = true)
    private Path home = Path.of("");

    @Option(names = "--once")
    private boolean once;

    @Option(names = "--reset")
    private boolean reset;

    @Option(names = "--dicom")
    private @Nullable Path dicom;

    @Option(names = "--port-base")
    private int portBase = Hospital.DEFAULT_PORT_BASE;

    @Option(names = "--ledger-process")
    private String ledgerProcess = LedgerSettings.INSIDE;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        if (!List.of(LedgerSettings.INSIDE, LedgerSettings.OWN).contains(ledgerProcess)) {
            throw new ParameterException(spec.commandLine(), "--ledger-process is inside or own, not " + ledgerProcess);
        }
        return Demo.run(
                new DemoOptions(folder(), portBase, once, reset, Optional.ofNullable(dicom), ledgerProcess),
                System.out);
    }

    /** The story leaves permissions behind; who tries the demo by hand begins without any. */
    Path folder() {
        Path folder = home.toAbsolutePath().normalize();
        return once ? folder.resolveSibling(folder.getFileName() + "-once") : folder;
    }
}
