package org.assent.abci.tree;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStore;

/** Looks into a state file without changing it, while no process has it open, as closely as a start does. */
public final class StateFileReading {

    /** The newest commit may be torn by a power cut before it was synced; those before it were synced. */
    private static final long MAY_BE_TORN = 1;

    private StateFileReading() {}

    /** What an operator is told of a state file that is damaged. */
    public static NodeStoreException damaged(Path file, String what) {
        return StateFileCheck.damaged(file, new IllegalStateException(what));
    }

    /**
     * The newest state, once everything was looked at that a start looks at.
     *
     * @return empty if the file holds no block
     * @throws NodeStoreException if another process has it open, it is damaged, or another version wrote it; the message names
     *     the file and what to do
     */
    public static Optional<StoredState> newest(Path file) {
        return read(file, store -> {
            store.ifPresent(found -> StateFileCheck.check(found, found.nodeCount()));
            return store.flatMap(NodeStore::newest);
        });
    }

    /**
     * Whether it holds a block, which is a matter of milliseconds.
     *
     * @throws NodeStoreException as {@link #newest}, but no more is looked at than it takes
     */
    public static boolean holdsABlock(Path file) {
        return read(file, store -> store.flatMap(NodeStore::newest).isPresent());
    }

    private static <T> T read(Path file, Function<Optional<MvStoreNodeStore>, T> look) {
        try (MVStore store =
                new MVStore.Builder().fileName(file.toString()).readOnly().open()) {
            checkComplete(store);
            checkFormat(file, store);
            return look.apply(
                    store.hasMap(MvStoreNodeStore.STATES)
                            ? Optional.of(MvStoreNodeStore.reading(store))
                            : Optional.empty());
        } catch (OtherVersionException e) {
            throw e;
        } catch (RuntimeException | AssertionError | VirtualMachineError e) {
            throw StateFileCheck.notOpened(file, e);
        }
    }

    /**
     * MVStore opens a file whose newest commits are broken at the last one that is whole, however old, and forgets the others
     * for good when it closes the file. Its header names a commit that was there.
     */
    private static void checkComplete(MVStore store) {
        long noted = DataUtils.readHexLong(store.getStoreHeader(), "version", 0);
        long readable = store.getCurrentVersion();
        if (readable < noted - MAY_BE_TORN) {
            throw new IllegalStateException(
                    "its commits after number " + readable + ", up to number " + noted + " at least, cannot be read");
        }
    }

    private static void checkFormat(Path file, MVStore store) {
        Integer format = store.hasMap(MvStoreNodeStore.FORMATS)
                ? store.<String, Integer>openMap(MvStoreNodeStore.FORMATS).get(MvStoreNodeStore.FORMAT_KEY)
                : null;
        if (format == null) {
            throw new IllegalStateException("it does not say its format");
        }
        if (format != MvStoreNodeStore.FORMAT) {
            throw new OtherVersionException(file, format, MvStoreNodeStore.FORMAT);
        }
    }
}
