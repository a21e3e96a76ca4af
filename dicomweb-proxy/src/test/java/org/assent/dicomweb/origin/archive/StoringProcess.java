package org.assent.dicomweb.origin.archive;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assent.store.SiteDatabase;
import org.assent.testsupport.SyntheticDicom;

/** Stores instances without end and prints the number of each that the archive has acknowledged: to be killed. */
final class StoringProcess {

    private StoringProcess() {}

    /** Takes the folder and the first number. */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        try (SiteDatabase database = SiteDatabase.open("jdbc:h2:" + folder.resolve("db"), "sa", "", 4)) {
            Archive archive = Archive.open(database, folder.resolve("archive"), "urn:test", 0, Clock.systemUTC());
            for (int number = Integer.parseInt(args[1]); ; number += 3) {
                List<StagedInstance> staged = new ArrayList<>();
                for (int i = number; i < number + 3; i++) {
                    staged.add(archive.staging().stage(new ByteArrayInputStream(instance(i))));
                }
                for (Map.Entry<StagedInstance, StoreOutcome> outcome :
                        archive.store(staged).entrySet()) {
                    if (outcome.getValue() == StoreOutcome.STORED) {
                        System.out.println(outcome.getKey().identity().instance() + ";");
                        System.out.flush();
                    }
                }
            }
        }
    }

    /** The instance with a number; its UID ends with it. */
    static byte[] instance(int number) {
        return SyntheticDicom.secondaryCapture("2.25.1", "2.25.2", "2.25.3." + number, "P");
    }
}
