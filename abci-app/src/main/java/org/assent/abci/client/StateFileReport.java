package org.assent.abci.client;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.assent.abci.tree.NodeStoreException;
import org.assent.abci.tree.StateFileReading;

/**
 * What an operator may know of a state file that nobody has open.
 *
 * @param newest its newest block; empty if there is none yet
 * @param trouble why it cannot be read; empty if it can
 */
public record StateFileReport(Optional<Newest> newest, Optional<String> trouble) {

    /** The newest block. */
    public record Newest(String chainId, long height, Instant time) {}

    /** Looks at the file; changes nothing. */
    public static StateFileReport of(Path file) {
        if (Files.notExists(file)) {
            return new StateFileReport(Optional.empty(), Optional.empty());
        }
        try {
            Optional<Newest> newest = StateFileReading.newest(file)
                    .map(state -> new Newest(state.chainId(), state.height(), state.time()));
            StateFileWitness witness = new StateFileWitness(file);
            if (newest.isEmpty() && witness.isThere()) {
                throw witness.lost();
            }
            return new StateFileReport(newest, Optional.empty());
        } catch (NodeStoreException e) {
            return new StateFileReport(Optional.empty(), Optional.of(String.valueOf(e.getMessage())));
        }
    }
}
