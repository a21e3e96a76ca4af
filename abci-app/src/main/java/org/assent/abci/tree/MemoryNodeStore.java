package org.assent.abci.tree;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.assent.ledger.stream.CommittedBlock;

/** A store in memory, for simulations and tests; it forgets all when the JVM ends. */
public final class MemoryNodeStore implements NodeStore {

    private final KeptHeights kept;
    private final Map<Long, byte[]> nodes = new ConcurrentHashMap<>();
    private final ConcurrentSkipListMap<Long, StoredState> states = new ConcurrentSkipListMap<>();
    private final ConcurrentSkipListMap<Long, CommittedBlock> blocks = new ConcurrentSkipListMap<>();
    private final TreeMap<Long, List<Long>> replaced = new TreeMap<>();

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
        nodes.putAll(block.nodes());
        replaced.put(height, List.copyOf(block.replaced()));
        blocks.put(height, block.block());
        states.put(height, block.state());
        long oldest = kept.oldest(height);
        for (Map.Entry<Long, List<Long>> obsolete :
                replaced.headMap(oldest, true).entrySet()) {
            obsolete.getValue().forEach(nodes::remove);
        }
        replaced.headMap(oldest, true).clear();
        states.headMap(oldest).clear();
        blocks.headMap(oldest).clear();
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
