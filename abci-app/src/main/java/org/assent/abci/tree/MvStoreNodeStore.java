package org.assent.abci.tree;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.assent.ledger.stream.CommittedBlock;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.LongDataType;

/**
 * A store in one H2 MVStore file: each block is one atomic MVStore commit with nodes, root, height, time and what
 * followers are told, and is synced to disk before {@link #commit} returns.
 *
 * <p>The version of H2 matters: 2.5.252 loses synced commits (docs/adr/0007-h2-and-mvstore-2.4.240.md), which is why a
 * test writes, halts the JVM and reads again. Obsolete nodes are deleted with the height that leaves the window; their
 * space is reused, and {@link StateFileCompaction} gives it back to the disk.
 */
public final class MvStoreNodeStore implements NodeStore {

    private static final int FORMAT = 1;
    private static final String FORMAT_KEY = "assent.state.format";
    private static final int CACHE_MIB = 32;
    /** How long freed space is left alone; every block is synced, so no more than the last ones can be needed again. */
    private static final int RETENTION_MILLIS = 5_000;

    private final KeptHeights kept;
    private final MVStore store;
    private final MVMap<Long, byte[]> nodes;
    private final MVMap<Long, byte[]> states;
    private final MVMap<Long, byte[]> blocks;
    private final MVMap<Long, byte[]> replaced;
    /** Held while a block is written and while the file is compacted: compaction commits what it finds. */
    private final ReentrantLock writing = new ReentrantLock();

    private final StateFileCompaction compaction;

    private MvStoreNodeStore(MVStore store, KeptHeights kept) {
        this.store = store;
        this.kept = kept;
        this.nodes = open("nodes");
        this.states = open("states");
        this.blocks = open("blocks");
        this.replaced = open("replaced");
        this.compaction = new StateFileCompaction(store, writing);
    }

    /**
     * Opens the file, or makes it.
     *
     * @throws NodeStoreException if another process has it open, it is damaged, or a newer version wrote it
     */
    public static MvStoreNodeStore open(Path file) {
        return open(file, KeptHeights.DEFAULT);
    }

    /** Opens the file, or makes it, keeping the given number of heights. */
    public static MvStoreNodeStore open(Path file, KeptHeights kept) {
        MVStore store;
        try {
            store = new MVStore.Builder()
                    .fileName(file.toString())
                    .autoCommitDisabled()
                    .cacheSize(CACHE_MIB)
                    .open();
        } catch (MVStoreException e) {
            throw new NodeStoreException("cannot open the state file " + file + ": " + e.getMessage(), e);
        }
        try {
            store.setVersionsToKeep(0);
            store.setRetentionTime(RETENTION_MILLIS);
            MvStoreNodeStore opened = new MvStoreNodeStore(store, kept);
            opened.checkFormat();
            return opened;
        } catch (RuntimeException e) {
            store.closeImmediately();
            throw e;
        }
    }

    private void checkFormat() {
        MVMap<String, Integer> formats = store.openMap("formats");
        Integer format = formats.get(FORMAT_KEY);
        if (format == null) {
            formats.put(FORMAT_KEY, FORMAT);
        } else if (format != FORMAT) {
            throw new NodeStoreException(
                    "the state file has format " + format + ", this version reads format " + FORMAT);
        }
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
        return Optional.ofNullable(states.get(height)).map(bytes -> RecordCodec.state(height, bytes));
    }

    @Override
    public Optional<CommittedBlock> block(long height) {
        return Optional.ofNullable(blocks.get(height)).map(bytes -> RecordCodec.block(height, bytes));
    }

    @Override
    public void commit(BlockCommit block) {
        writing.lock();
        try {
            CommitOrder.check(newest(), block.state());
            long height = block.state().height();
            block.nodes().forEach(nodes::put);
            replaced.put(height, longs(block.replaced()));
            blocks.put(height, RecordCodec.encode(block.block()));
            states.put(height, RecordCodec.encode(block.state()));
            prune(kept.oldest(height));
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

    /** What a height replaced is invisible from that height on, so it goes when that height is the oldest kept. */
    private void prune(long oldest) {
        for (Long height = replaced.firstKey(); height != null && height <= oldest; height = replaced.firstKey()) {
            ByteBuffer ids = ByteBuffer.wrap(replaced.remove(height));
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
