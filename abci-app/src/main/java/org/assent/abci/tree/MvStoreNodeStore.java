package org.assent.abci.tree;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.stream.CommittedBlock;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.LongDataType;
import org.h2.store.fs.FilePath;

/**
 * A store in one H2 MVStore file: each block is one atomic MVStore commit with nodes, root, height, time and what
 * followers are told, and is synced to disk before {@link #commit} returns.
 *
 * <p>The version of H2 matters: 2.5.252 loses synced commits (docs/adr/0007-h2-and-mvstore-2.4.240.md), which is why a
 * test writes, halts the JVM and reads again. Obsolete nodes are deleted with the height that leaves the window; their
 * space is reused, and {@link StateFileCompaction} gives it back to the disk.
 */
public final class MvStoreNodeStore implements NodeStore {

    static final int FORMAT = 3;
    static final String STATES = "states";
    static final String FORMATS = "formats";
    static final String FORMAT_KEY = "assent.state.format";
    private static final String UNFINISHED = ".new";
    private static final String RESTORED_KEY = "assent.state.restored";
    private static final int CACHE_MIB = 32;
    /** Fewer than MVStore's 48: a block removes nodes from all over a large state, and each rewrites the page that it was on. */
    private static final int KEYS_PER_PAGE = 16;
    /** How long freed space is left alone; every block is synced, so no more than the last ones can be needed again. */
    private static final int RETENTION_MILLIS = 5_000;

    private final KeptHeights kept;
    private final MVStore store;
    private final MVMap<Long, byte[]> nodes;
    private final MVMap<Long, byte[]> states;
    private final MVMap<Long, byte[]> blocks;
    private final MVMap<Long, byte[]> replaced;
    /** Epoch seconds of every tenth block, for as long as somebody asks how old a height is. */
    private final MVMap<Long, Long> marks;

    private final MVMap<String, Long> facts;
    private final Pins pins = new Pins();
    /** Held while a block is written and while the file is compacted: compaction commits what it finds. */
    private final ReentrantLock writing = new ReentrantLock();

    private final StateFileCompaction compaction;

    private MvStoreNodeStore(MVStore store, KeptHeights kept) {
        this.store = store;
        this.kept = kept;
        this.nodes = open("nodes");
        this.states = open(STATES);
        this.blocks = open("blocks");
        this.replaced = open("replaced");
        this.marks = store.openMap("marks");
        this.facts = store.openMap("facts");
        this.compaction = new StateFileCompaction(store, writing);
    }

    /**
     * Opens the file, or makes it. One that is refused is left as it is, to its last byte.
     *
     * @throws NodeStoreException if another process has it open, it is damaged, or another version wrote it; the message
     *     says what to do
     */
    public static MvStoreNodeStore open(Path file) {
        return open(file, KeptHeights.DEFAULT);
    }

    /** Opens the file, or makes it, keeping the given number of heights. */
    public static MvStoreNodeStore open(Path file, KeptHeights kept) {
        MVStore store;
        try {
            if (!FilePath.get(file.toString()).exists()) {
                create(file);
            }
            StateFileReading.newest(file);
            store = openFile(file.toString());
        } catch (NodeStoreException e) {
            throw e;
        } catch (RuntimeException | AssertionError | VirtualMachineError e) {
            throw StateFileCheck.notOpened(file, e);
        }
        try {
            store.setVersionsToKeep(0);
            store.setRetentionTime(RETENTION_MILLIS);
            MvStoreNodeStore opened = new MvStoreNodeStore(store, kept);
            opened.clearHalfRestored();
            return opened;
        } catch (RuntimeException | AssertionError | VirtualMachineError e) {
            store.closeImmediately();
            throw StateFileCheck.damaged(file, e);
        }
    }

    /** Over a file that is open for reading only and has states; ended with {@code store}. */
    static MvStoreNodeStore reading(MVStore store) {
        return new MvStoreNodeStore(store, KeptHeights.DEFAULT);
    }

    /** A file appears whole or not at all: one whose first pages are half written could not be told from a damaged one. */
    private static void create(Path file) {
        FilePath unfinished = FilePath.get(file + UNFINISHED);
        unfinished.delete();
        try (MVStore store = openFile(unfinished.toString())) {
            MVMap<String, Integer> formats = store.openMap(FORMATS);
            formats.put(FORMAT_KEY, FORMAT);
            store.commit();
            store.sync();
        }
        unfinished.moveTo(FilePath.get(file.toString()), true);
    }

    /** Nothing is committed but by {@code commit}: without the size 0 a large block would be, half of it, when its pages fill a buffer. */
    private static MVStore openFile(String name) {
        StateFileStore file = StateFileStore.open(name, CACHE_MIB);
        try {
            return new MVStore.Builder()
                    .adoptFileStore(file)
                    .autoCommitDisabled()
                    .autoCommitBufferSize(0)
                    .keysPerPage(KEYS_PER_PAGE)
                    .open();
        } catch (RuntimeException | AssertionError e) {
            file.close();
            throw e;
        }
    }

    /** What a crash left of a restoration: nodes that no state names. */
    private void clearHalfRestored() {
        if (states.isEmpty() && !nodes.isEmpty()) {
            clear();
            store.commit();
        }
    }

    private void clear() {
        List.of(nodes, states, blocks, replaced, marks, facts).forEach(MVMap::clear);
    }

    private MVMap<Long, byte[]> open(String name) {
        return store.openMap(
                name,
                new MVMap.Builder<Long, byte[]>().keyType(LongDataType.INSTANCE).valueType(ByteArrayDataType.INSTANCE));
    }

    @Override
    public byte[] node(long id) {
        byte[] node = nodes.get(id);
        if (node == null) {
            throw new PrunedException(id);
        }
        return node;
    }

    @Override
    public Optional<StoredState> newest() {
        return Optional.ofNullable(states.lastKey()).flatMap(this::at);
    }

    @Override
    public Optional<StoredState> at(long height) {
        return Optional.ofNullable(states.get(height))
                .map(bytes -> RecordCodec.state(height, Sealed.open("the state of height " + height, bytes)));
    }

    @Override
    public Optional<CommittedBlock> block(long height) {
        try {
            return Optional.ofNullable(blocks.get(height))
                    .map(bytes ->
                            RecordCodec.block(height, Sealed.open("the block of height " + height, bytes), this::node));
        } catch (PrunedException e) {
            return Optional.empty(); // its leaves went while it was read, so it went, too
        }
    }

    @Override
    public void commit(BlockCommit block) {
        writing.lock();
        try {
            CommitOrder.check(newest(), block.state());
            long height = block.state().height();
            TreeUpdate update = block.update();
            update.fresh().forEach(nodes::put);
            replaced.put(height, Sealed.seal(longs(update.replaced())));
            blocks.put(height, Sealed.seal(RecordCodec.encode(block.block(), update::place, this::node)));
            states.put(height, Sealed.seal(RecordCodec.encode(block.state())));
            mark(height, block.state().time());
            prune(pins.oldest(kept.oldest(height)));
            store.commit();
            store.sync();
        } catch (MVStoreException e) {
            store.closeImmediately();
            throw new NodeStoreException(
                    "height " + block.state().height() + " cannot be written: " + e.getMessage(), e);
        } finally {
            writing.unlock();
        }
        compaction.afterCommit();
    }

    private void mark(long height, Instant time) {
        if (height % BLOCKS_BETWEEN_MARKS == 0) {
            marks.put(height, time.getEpochSecond());
        }
    }

    @Override
    public Pin pin(long height) {
        return pins.pin(height);
    }

    @Override
    public long markBefore(long highest, Instant before) {
        long found = 0;
        for (Long height = marks.firstKey(); height != null && height <= highest; height = marks.higherKey(height)) {
            Long seconds = marks.get(height);
            if (seconds == null || seconds >= before.getEpochSecond()) {
                break;
            }
            found = height;
        }
        return found;
    }

    @Override
    public void forgetMarksBelow(long below) {
        writing.lock();
        try {
            for (Long height = marks.firstKey(); height != null && height < below; height = marks.firstKey()) {
                marks.remove(height);
            }
        } finally {
            writing.unlock();
        }
    }

    @Override
    public boolean canRestore() {
        return newest().isEmpty()
                || newest().map(StoredState::height).equals(Optional.ofNullable(facts.get(RESTORED_KEY)));
    }

    @Override
    public StateRestoration restore() {
        written(() -> {
            if (!canRestore()) {
                throw new IllegalStateException("this store has a state of its own");
            }
            clear();
            store.commit();
            store.sync();
        });
        return new Restoring();
    }

    private void written(Runnable writes) {
        writing.lock();
        try {
            writes.run();
        } catch (MVStoreException e) {
            store.closeImmediately();
            throw new NodeStoreException("the state that is restored cannot be written: " + e.getMessage(), e);
        } finally {
            writing.unlock();
        }
    }

    /**
     * Nodes that no state names, until the last step names their root. Their ids begin at the first height's, far below
     * those of the blocks to come.
     */
    private final class Restoring implements StateRestoration {

        private long next = NodeRef.id(1, 0);

        @Override
        public NodeRef put(boolean leaf, Bytes32 hash, byte[] bytes) {
            NodeRef ref = new NodeRef(next++, leaf, hash);
            nodes.put(ref.id(), bytes);
            return ref;
        }

        @Override
        public void flush() {
            written(store::commit);
        }

        @Override
        public void finish(StoredState state) {
            if (next > NodeRef.id(state.height() + 1, 0)) {
                throw new IllegalStateException("more nodes than ids up to height " + state.height());
            }
            written(() -> {
                states.put(state.height(), Sealed.seal(RecordCodec.encode(state)));
                facts.put(RESTORED_KEY, state.height());
                store.commit();
                store.sync();
            });
        }

        @Override
        public void abandon() {
            written(() -> {
                clear();
                store.commit();
            });
        }
    }

    /** What a height replaced is invisible from that height on, so it goes when that height is the oldest kept. */
    private void prune(long oldest) {
        for (Long height = replaced.firstKey(); height != null && height <= oldest; height = replaced.firstKey()) {
            ByteBuffer ids = ByteBuffer.wrap(
                    Sealed.open("what height " + height + " replaced", requireNonNull(replaced.remove(height))));
            while (ids.hasRemaining()) {
                nodes.remove(ids.getLong());
            }
        }
        for (Long height = states.firstKey(); height != null && height < oldest; height = states.firstKey()) {
            states.remove(height);
            blocks.remove(height);
        }
    }

    private static byte[] longs(List<Long> ids) {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * ids.size());
        ids.forEach(bytes::putLong);
        return bytes.array();
    }

    /** Nodes held: what pruning must keep bounded. */
    long nodeCount() {
        return nodes.sizeAsLong();
    }

    /** Bytes of the file. */
    public long fileBytes() {
        return store.getFileStore().size();
    }

    /** One slice of compaction, now. */
    void compact() {
        compaction.run();
    }

    /** For the durability test: freed space is used again at once instead of after the retention time, the hardest case. */
    void reuseSpaceAtOnce() {
        store.setRetentionTime(0);
    }

    @Override
    public void close() {
        compaction.close();
        writing.lock();
        try {
            store.close();
        } finally {
            writing.unlock();
        }
    }
}
