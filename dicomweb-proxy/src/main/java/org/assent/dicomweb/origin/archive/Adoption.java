package org.assent.dicomweb.origin.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.assent.dicom.DicomParseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts files that no row names into the index again, so that the index can be made anew from the files alone.
 *
 * <p>A file that is damaged, or that contradicts what is indexed, stays where it is, unseen, and is reported at every start.
 */
final class Adoption {

    private static final Logger LOG = LoggerFactory.getLogger(Adoption.class);
    private static final int BATCH = 200;

    private final Archive archive;
    private final InstanceFiles files;

    Adoption(Archive archive, InstanceFiles files) {
        this.archive = archive;
        this.files = files;
    }

    void adopt(List<String> names) throws IOException {
        int adopted = 0;
        for (int from = 0; from < names.size(); from += BATCH) {
            List<String> batch = names.subList(from, Math.min(names.size(), from + BATCH));
            try {
                adopted += adoptBatch(batch);
            } catch (Staging.ArchiveFullException e) {
                LOG.error("the archive has no space to make its index again; the next start goes on with it");
                return;
            }
            LOG.info("{} of {} files without an entry in the index looked at", from + batch.size(), names.size());
        }
        if (adopted < names.size()) {
            LOG.error(
                    "{} files of the archive are damaged or contradict its index; they are kept and not offered",
                    names.size() - adopted);
        }
    }

    private int adoptBatch(List<String> names) throws Staging.ArchiveFullException, IOException {
        List<StagedInstance> staged = new ArrayList<>();
        for (String name : names) {
            try (InputStream in = Files.newInputStream(files.file(name))) {
                StagedInstance instance = archive.staging().stage(in);
                if (instance.sha256().equals(name)) {
                    staged.add(instance);
                } else {
                    archive.discard(List.of(instance));
                }
            } catch (DicomParseException e) {
                LOG.warn("a file of the archive is no DICOM instance: {}", e.reason());
            }
        }
        return (int) archive.store(staged).values().stream()
                .filter(outcome -> outcome == StoreOutcome.STORED)
                .count();
    }
}
