package org.assent.dicomweb.origin.archive;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes files and index agree at start.
 *
 * <p>What only waits was never acknowledged and goes. A file without a row is put into the index again: the crash came
 * between the two, or the index was lost; a file is never removed for want of a row. A row without a file is a loss that no crash
 * of ours causes: it is marked, so that nothing offers the instance, reported, and heals when the same instance is stored again.
 */
final class Reconciliation {

    private static final Logger LOG = LoggerFactory.getLogger(Reconciliation.class);

    private Reconciliation() {}

    /** Tidies up, and gives the names of files without a row. */
    static List<String> run(Jdbi jdbi, InstanceFiles files) throws IOException {
        int incoming = files.clearIncoming();
        List<String> orphans = new ArrayList<>();
        List<String> lost = new ArrayList<>();
        files.forEachFolder(folder -> {
            Set<String> rows = jdbi.withHandle(handle -> handle.createQuery(
                            "select sha256 from dicomweb.instance where sha256 >= :from and sha256 < :to")
                    .bind("from", folder.prefix())
                    .bind("to", folder.prefix() + "g")
                    .mapTo(String.class)
                    .set());
            folder.names().stream().filter(name -> !rows.contains(name)).forEach(orphans::add);
            rows.stream().filter(row -> !folder.names().contains(row)).forEach(lost::add);
        });
        jdbi.useTransaction(handle -> {
            handle.execute("update dicomweb.instance set missing = false where missing");
            for (String name : lost) {
                handle.execute("update dicomweb.instance set missing = true where sha256 = ?", name);
            }
        });
        if (incoming > 0) {
            LOG.info("removed {} files that were never acknowledged", incoming);
        }
        if (!lost.isEmpty()) {
            LOG.error("the files of {} instances are gone; restore them, or store the instances again", lost.size());
        }
        return orphans;
    }
}
