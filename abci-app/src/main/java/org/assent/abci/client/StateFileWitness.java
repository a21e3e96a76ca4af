package org.assent.abci.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assent.abci.tree.NodeStoreException;
import org.assent.abci.tree.StateFileReading;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers beside a state file that it has held a state. MVStore opens a file of which every version is broken as an empty one;
 * without a witness that would look like a ledger that has not begun, and nobody would be told. A state file that was moved
 * away takes its witness with it.
 *
 * @param stateFile whose witness it is
 */
public record StateFileWitness(Path stateFile) {

    private static final Logger LOG = LoggerFactory.getLogger(StateFileWitness.class);

    private Path file() {
        return stateFile.toAbsolutePath().resolveSibling(stateFile.getFileName() + ".began");
    }

    /**
     * Before the state file is opened: where there is none, there is nothing to bear witness of.
     *
     * @throws NodeStoreException if it has held a state and holds none now, or cannot be read; the message says what to do
     */
    void check() throws IOException {
        if (Files.notExists(stateFile)) {
            Files.deleteIfExists(file());
        } else if (isThere() && !StateFileReading.holdsABlock(stateFile)) {
            throw lost();
        }
    }

    boolean isThere() {
        return Files.exists(file());
    }

    NodeStoreException lost() {
        return StateFileReading.damaged(stateFile, "it has held a state, and none can be read");
    }

    /** Notes that it holds a state. */
    public void note() {
        if (!isThere()) {
            try {
                Files.createFile(file());
            } catch (IOException e) {
                LOG.warn("{} cannot be written", file(), e);
            }
        }
    }
}
