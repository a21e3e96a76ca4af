package org.assent.abci.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.assent.abci.snapshot.SnapshotSchedule;
import org.assent.abci.testing.RandomTraffic;
import org.assent.abci.tree.DyingDisk.Death;
import org.assent.abci.tree.KeptHeights;
import org.assent.abci.wire.ResponseFinalizeBlock;
import org.assent.abci.wire.Snapshot;
import org.assent.ledger.signature.SignatureVerifier;

/**
 * Nodes over the store of the product beside the others of the simulation: one that forgets all but three heights and makes
 * snapshots, one that forgets nothing, and one that began with a snapshot of the first, which is replaced by another such now and
 * then. All die at any step, and have the app hash of the others at every height.
 */
final class DurableNodes implements AutoCloseable {

    private static final SnapshotSchedule SNAPSHOTS = new SnapshotSchedule(8, 2);
    private static final int BLOCKS_BETWEEN_JOINS = 20;
    private static final int REMEMBERED = 64;

    private final Path home;
    private final long seed;
    private final int oneIn;
    private final Random accidents;
    private final SignatureVerifier verifier;
    private final DurableNode pruned;
    private final DurableNode archive;
    private final TreeMap<Long, RandomTraffic.Block> blocks = new TreeMap<>();
    private final Map<Long, ByteString> appHashes = new HashMap<>();
    private final Map<Fault.Place, Long> faults = new EnumMap<>(Fault.Place.class);
    private Optional<DurableNode> joined = Optional.empty();
    private long joinings;

    /**
     * The nodes.
     *
     * @param oneIn so many blocks a node takes for one that it dies at
     */
    DurableNodes(Path home, long seed, SignatureVerifier verifier, int oneIn) {
        this.oneIn = oneIn;
        this.home = home;
        this.seed = seed;
        this.accidents = new Random(seed + 3);
        this.verifier = verifier;
        this.pruned = node("pruned", new KeptHeights(3), SNAPSHOTS, false).start();
        this.archive = node("archive", new KeptHeights(100_000), SnapshotSchedule.NEVER, false)
                .start();
    }

    private DurableNode node(String name, KeptHeights kept, SnapshotSchedule schedule, boolean joins) {
        try {
            Path folder = Files.createDirectories(home.resolve(name));
            return new DurableNode(
                    folder, kept, schedule, verifier, joins, seed + name.hashCode(), name + ", seed " + seed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    DurableNode pruned() {
        return pruned;
    }

    DurableNode archive() {
        return archive;
    }

    /** Deaths so far, by where. */
    Map<Fault.Place, Long> faults() {
        return faults;
    }

    /** How often a node began with a snapshot. */
    long joinings() {
        return joinings;
    }

    /** One block on each of them, which must answer as the others did. */
    void next(RandomTraffic.Block block, ResponseFinalizeBlock expected) {
        blocks.put(block.height(), block);
        appHashes.put(block.height(), expected.getAppHash());
        if (blocks.size() > REMEMBERED) {
            appHashes.remove(blocks.pollFirstEntry().getKey());
        }
        List<DurableNode> nodes = new ArrayList<>(List.of(pruned, archive));
        joined.ifPresent(nodes::add);
        for (DurableNode node : nodes) {
            Fault fault = Fault.random(accidents, oneIn);
            faults.merge(fault.place(), 1L, Long::sum);
            assertThat(node.run(block, fault))
                    .as("%s, seed %d, height %d", fault, seed, block.height())
                    .isEqualTo(expected);
        }
        if (block.height() % BLOCKS_BETWEEN_JOINS == 0) {
            join(block.height());
        }
    }

    /** A new node begins with a snapshot, dying on the way, and is given the blocks since. */
    private void join(long newest) {
        Optional<Snapshot> offered = pruned.offered();
        if (offered.isEmpty() || !appHashes.containsKey(offered.get().getHeight())) {
            return;
        }
        Snapshot snapshot = offered.get();
        joined.ifPresent(DurableNode::close);
        DurableNode node =
                node("joined", new KeptHeights(3), SnapshotSchedule.NEVER, true).start();
        joined = Optional.of(node);
        Death death = accidents.nextBoolean() ? Death.KILLED : Death.POWER_CUT;
        ByteString trusted = java.util.Objects.requireNonNull(appHashes.get(snapshot.getHeight()));
        node.restore(pruned, snapshot, trusted, new Fault(Fault.Place.NOWHERE, accidents.nextInt(12), death));
        for (RandomTraffic.Block block :
                blocks.subMap(snapshot.getHeight(), false, newest, true).values()) {
            assertThat(node.run(block, Fault.random(accidents, oneIn)).getAppHash())
                    .as("joined at %d, seed %d, height %d", snapshot.getHeight(), seed, block.height())
                    .isEqualTo(appHashes.get(block.height()));
        }
        joinings++;
    }

    @Override
    public void close() {
        joined.ifPresent(DurableNode::close);
        pruned.close();
        archive.close();
    }
}
