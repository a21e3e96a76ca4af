package org.assent.abci.tree;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.stream.CommittedBlock;

/** A store in memory, for simulations and tests; it forgets all when the JVM ends. */
public class MemoryNodeStore implements NodeStore {

    private final KeptHeights kept;
    private final Map<Long, byte[]> nodes = new ConcurrentHashMap<>();
    private final ConcurrentSkipListMap<Long, StoredState> states = new ConcurrentSkipListMap<>();
    private final ConcurrentSkipListMap<Long, CommittedBlock> blocks = new ConcurrentSkipListMap<>();
    private final TreeMap<Long, List<Long>> replaced = new TreeMap<>();
    private final ConcurrentSkipListMap<Long, Instant> marks = new ConcurrentSkipListMap<>();
    private final Pins pins = new Pins();
    private long restored;

    public MemoryNodeStore(KeptHeights kept) {
        this.kept = kept;
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
        return Optional.ofNullable(states.lastEntry()).map(Map.Entry::getValue);
    }

    @Override
    public Optional<StoredState> at(long height) {
        return Optional.ofNullable(states.get(height));
    }

    @Override
    public Optional<CommittedBlock> block(long height) {
        return Optional.ofNullable(blocks.get(height));
    }

    @Override
    public synchronized void commit(BlockCommit block) {
        CommitOrder.check(newest(), block.state());
        long height = block.state().height();
        nodes.putAll(block.update().fresh());
        replaced.put(height, List.copyOf(block.update().replaced()));
        blocks.put(height, block.block());
        states.put(height, block.state());
        if (height % BLOCKS_BETWEEN_MARKS == 0) {
            marks.put(height, block.state().time());
        }
        long oldest = pins.oldest(kept.oldest(height));
        for (Map.Entry<Long, List<Long>> obsolete :
                replaced.headMap(oldest, true).entrySet()) {
            obsolete.getValue().forEach(nodes::remove);
        }
        replaced.headMap(oldest, true).clear();
        states.headMap(oldest).clear();
        blocks.headMap(oldest).clear();
    }

    @Override
    public Pin pin(long height) {
        return pins.pin(height);
    }

    @Override
    public long markBefore(long highest, Instant before) {
        long found = 0;
        for (Map.Entry<Long, Instant> mark : marks.headMap(highest, true).entrySet()) {
            if (!mark.getValue().isBefore(before)) {
                break;
            }
            found = mark.getKey();
        }
        return found;
    }

    @Override
    public void forgetMarksBelow(long height) {
        marks.headMap(height).clear();
    }

    @Override
    public boolean canRestore() {
        return newest().map(state -> state.height() == restored).orElse(true);
    }

    @Override
    public synchronized StateRestoration restore() {
        if (!canRestore()) {
            throw new IllegalStateException("this store has a state of its own");
        }
        clear();
        return new Restoring();
    }

    private void clear() {
        List.of(states, blocks, nodes, replaced, marks).forEach(Map::clear);
        restored = 0;
    }

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
            // Memory is where they stay.
        }

        @Override
        public void finish(StoredState state) {
            restored = state.height();
            states.put(state.height(), state);
        }

        @Override
        public void abandon() {
            clear();
        }
    }

    /** How many nodes it holds: what pruning must keep bounded. */
    int nodeCount() {
        return nodes.size();
    }

    @Override
    public void close() {
        // Stays readable, so that a simulation can reopen what a "crashed" application left.
    }
}
