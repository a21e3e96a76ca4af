package org.assent.site.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assent.site.LedgerProcess;
import org.assent.site.SiteFolder;
import org.assent.site.SiteLock;
import org.assent.site.configuration.ConfigurationException;
import org.assent.site.configuration.ConfigurationFile;
import org.assent.site.configuration.LedgerSettings;
import org.assent.site.configuration.SiteConfiguration;

/** Looks at everything that a site's start depends on, changes nothing, and goes on after whatever it finds. */
public final class Doctor {

    private Doctor() {}

    /**
     * Looks.
     *
     * @param cometBft where the consensus node's program should be
     * @param site the folder of a site; empty to look at the machine alone
     */
    public static List<Diagnosis> look(Path cometBft, Optional<SiteFolder> site, Clock clock)
            throws IOException, InterruptedException {
        List<Diagnosis> found =
                new ArrayList<>(MachineCheck.look(Runtime.version().feature(), cometBft));
        if (site.isPresent()) {
            found.addAll(look(site.get(), clock.instant()));
        }
        return found;
    }

    private static List<Diagnosis> look(SiteFolder folder, Instant now) throws IOException, InterruptedException {
        if (!Files.isDirectory(folder.root())) {
            return List.of(Diagnosis.fail(
                    "folder",
                    "there is no folder " + folder.root(),
                    "./assent site init " + folder.root() + " makes it"));
        }
        List<Diagnosis> found = new ArrayList<>(new FilesCheck(folder).look());
        SiteConfiguration configuration;
        try {
            configuration = ConfigurationFile.read(folder.root());
            found.add(Diagnosis.ok("site.yaml", "can be used"));
        } catch (ConfigurationException e) {
            e.findings()
                    .forEach(finding -> found.add(Diagnosis.fail("site.yaml", finding, "correct it and ask again")));
            return found;
        } catch (IOException e) {
            found.add(Diagnosis.fail("site.yaml", "cannot be read: " + e.getMessage(), "chmod 600 it for its owner"));
            return found;
        }
        boolean web = SiteLock.isTaken(folder.lock());
        boolean ledger = LedgerProcess.running(folder).isPresent()
                || (web && configuration.ledger().where().equals(LedgerSettings.INSIDE));
        found.addAll(new NetworkCheck(configuration, folder.root()).look(web, ledger, now));
        found.addAll(new LedgerCheck(configuration, folder).look(ledger, now));
        return found;
    }
}
