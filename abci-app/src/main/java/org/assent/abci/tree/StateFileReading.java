package org.assent.abci.tree;

import java.nio.file.Path;
import java.util.Optional;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.LongDataType;

/** Looks into a state file without changing it, while no process has it open. */
public final class StateFileReading {

    private StateFileReading() {}

    /**
     * The newest state.
     *
     * @return empty if the file holds no block
     * @throws NodeStoreException if another process has it open, or it is damaged; the message says so
     */
    public static Optional<StoredState> newest(Path file) {
        try (MVStore store =
                new MVStore.Builder().fileName(file.toString()).readOnly().open()) {
            if (!store.hasMap("states")) {
                return Optional.empty();
            }
            var states = store.openMap(
                    "states",
                    new org.h2.mvstore.MVMap.Builder<Long, byte[]>()
                            .keyType(LongDataType.INSTANCE)
                            .valueType(ByteArrayDataType.INSTANCE));
            Long newest = states.lastKey();
            return newest == null
                    ? Optional.empty()
                    : Optional.ofNullable(states.get(newest))
                            .map(bytes ->
                                    RecordCodec.state(newest, Sealed.open("the state of height " + newest, bytes)));
        } catch (MVStoreException e) {
            throw new NodeStoreException("the state file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
