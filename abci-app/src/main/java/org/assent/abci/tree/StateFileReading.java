package org.assent.abci.tree;

import java.nio.file.Path;
import java.util.Optional;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/** Looks into a state file without changing it, while no process has it open, as closely as a start does. */
public final class StateFileReading {

    private StateFileReading() {}

    /** What an operator is told of a state file that is damaged. */
    public static NodeStoreException damaged(Path file, String what) {
        return StateFileCheck.damaged(file, new IllegalStateException(what));
    }

    /**
     * The newest state, once everything was looked at that a start looks at.
     *
     * @return empty if the file holds no block
     * @throws NodeStoreException if another process has it open, or it is damaged; the message names the file and what to do
     */
    public static Optional<StoredState> newest(Path file) {
        try (MVStore store =
                new MVStore.Builder().fileName(file.toString()).readOnly().open()) {
            if (!store.hasMap("states")) {
                return Optional.empty();
            }
            MvStoreNodeStore reading = MvStoreNodeStore.reading(store);
            StateFileCheck.check(reading, reading.nodeCount());
            return reading.newest();
        } catch (MVStoreException e) {
            if (e.getErrorCode() == DataUtils.ERROR_FILE_LOCKED) {
                throw new NodeStoreException("another process has the state file " + file + " open", e);
            }
            throw StateFileCheck.damaged(file, e);
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            throw StateFileCheck.damaged(file, e);
        }
    }
}
