package org.assent.abci.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assent.abci.snapshot.SnapshotFiles;
import org.assent.abci.snapshot.SnapshotSchedule;
import org.assent.abci.testing.CachingVerifier;
import org.assent.abci.testing.Hospital;
import org.assent.abci.testing.RandomTraffic;
import org.assent.abci.tree.DyingDisk.Death;
import org.assent.abci.tree.KeptHeights;
import org.assent.abci.tree.NodeStoreException;
import org.assent.abci.wire.ResponseFinalizeBlock;
import org.assent.abci.wire.Snapshot;
import org.assent.ledger.signature.BouncyCastleVerifier;
import org.assent.ledger.signature.SignatureVerifier;
import org.assent.testsupport.Seeds;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The product's store, and a death instead of every single step that the disk is asked for: after each the node starts, is given
 * what it misses, and has the state of those that did not die, then and after more blocks. The seed is in every message.
 */
@Tag("L2")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrashAtEveryStepTest {

    private static final int BLOCKS = 12;
    private static final int MORE = 3;
    private static final int MOST_STEPS = 200;

    @TempDir
    private static Path folder;

    private final long seed = Seeds.seed("CrashAtEveryStepTest");
    private final SignatureVerifier verifier = new CachingVerifier(new BouncyCastleVerifier(), 20_000);
    private final List<RandomTraffic.Block> blocks = new ArrayList<>();
    private final List<ResponseFinalizeBlock> answers = new ArrayList<>();
    private int homes;

    @BeforeAll
    void makeChain() throws IOException {
        RandomTraffic traffic = new RandomTraffic(new Random(seed), verifier, 10);
        for (int i = 0; i < BLOCKS + MORE; i++) {
            blocks.add(traffic.next());
        }
        try (DurableNode whole = node(false).start()) {
            for (RandomTraffic.Block block : blocks) {
                answers.add(whole.run(block, Fault.NONE));
            }
        }
    }

    @Test
    void shouldHaveTheBlockOrBeGivenItAgainWhenItDiesAtAnyStepOfACommit() throws IOException {
        // pruning is part of it: three heights are kept, and each block removes what the fourth one back left
        int behind = 0;
        int there = 0;
        try (DurableNode running = running(BLOCKS - 1)) {
            for (Death death : List.of(Death.KILLED, Death.POWER_CUT)) {
                for (int step = 0; ; step++) {
                    try (DurableNode node = copy(running, death, step)) {
                        node.start();
                        node.chain()
                                .finalizeBlock(
                                        block(BLOCKS).time(),
                                        block(BLOCKS).transactions(),
                                        block(BLOCKS).misbehaved());
                        Fault fault = new Fault(Fault.Place.IN_COMMIT, step, death);

                        long steps = node.commitAndDie(fault);

                        if (node.chain().info().getLastBlockHeight() == BLOCKS) {
                            there++;
                        } else {
                            behind++;
                        }
                        goOn(node, fault);
                        if (steps <= step) {
                            break;
                        }
                        assertThat(step).isLessThan(MOST_STEPS);
                    }
                }
            }
        }
        assertThat(behind)
                .as("deaths after which the block was missing, seed %d", seed)
                .isGreaterThan(1);
        assertThat(there)
                .as("ends after which the block was there, seed %d", seed)
                .isGreaterThan(1);
    }

    @Test
    void shouldHaveAStateOfTheOthersOrRefuseWhenOnlyPartsOfACommitReachTheDisk() throws IOException {
        int refused = 0;
        int opened = 0;
        try (DurableNode running = running(BLOCKS - 1)) {
            for (int step = 1; ; step++) {
                try (DurableNode node =
                        copy(running, Death.POWER_CUT_PART, step).start()) {
                    node.chain()
                            .finalizeBlock(
                                    block(BLOCKS).time(),
                                    block(BLOCKS).transactions(),
                                    block(BLOCKS).misbehaved());
                    Fault fault = new Fault(Fault.Place.IN_COMMIT, step, Death.POWER_CUT_PART);
                    try {
                        long steps = node.commitAndDie(fault);
                        goOn(node, fault);
                        opened++;
                        if (steps <= step) {
                            break;
                        }
                    } catch (NodeStoreException e) {
                        assertThat(e).as("%s, seed %d", fault, seed).hasMessageContaining("Move it away");
                        refused++;
                    }
                    assertThat(step).isLessThan(MOST_STEPS);
                }
            }
        }
        assertThat(opened).as("opened, seed %d, refused %d", seed, refused).isPositive();
    }

    @Test
    void shouldHaveTheSameStateWhenItDiesAtAnyStepOfItsFirstCommit() throws IOException {
        for (Death death : List.of(Death.KILLED, Death.POWER_CUT)) {
            for (int step = 0; ; step++) {
                DurableNode node = node(false);
                Fault fault = new Fault(Fault.Place.IN_START, step, death);
                node.disk().dieAt(step, death);
                boolean died = false;
                try {
                    node.start();
                    run(node, 0);
                } catch (RuntimeException e) {
                    died = node.disk().isDead();
                    if (!died) {
                        throw e;
                    }
                    node.die(death);
                    node.start();
                }
                try (node) {
                    node.disk().live();
                    for (int i = (int) node.chain().info().getLastBlockHeight(); i < 4; i++) {
                        run(node, i);
                    }
                }
                if (!died) {
                    assertThat(step).as("steps of the first start and commit").isGreaterThan(3);
                    break;
                }
                assertThat(step).as("%s", fault).isLessThan(MOST_STEPS);
            }
        }
    }

    @Test
    void shouldHaveTheSameStateWhenItDiesAtAnyStepOfACompaction() throws IOException {
        try (DurableNode running = running(BLOCKS)) {
            for (Death death : List.of(Death.KILLED, Death.POWER_CUT)) {
                for (int step = 0; ; step++) {
                    try (DurableNode node = copy(running, death, step).start()) {
                        Fault fault = new Fault(Fault.Place.IN_COMPACTION, step, death);

                        long steps = node.compactAndDie(fault);

                        assertThat(node.chain().info().getLastBlockHeight())
                                .as("%s, seed %d", fault, seed)
                                .isEqualTo(BLOCKS);
                        goOn(node, fault);
                        if (steps <= step) {
                            assertThat(step).as("steps of a compaction").isPositive();
                            break;
                        }
                        assertThat(step).isLessThan(MOST_STEPS);
                    }
                }
            }
        }
    }

    @Test
    @Tag("L11")
    void shouldTakeTheSnapshotAgainOrHaveItWhenItDiesAtAnyStepOfARestore() throws IOException {
        try (DurableNode running = running(BLOCKS)) {
            Snapshot snapshot = running.offered().orElseThrow();
            int height = (int) snapshot.getHeight();
            for (Death death : List.of(Death.KILLED, Death.POWER_CUT)) {
                for (int step = 0; ; step++) {
                    try (DurableNode node = node(true).start()) {
                        Fault fault = new Fault(Fault.Place.NOWHERE, step, death);

                        long steps = node.restore(running, snapshot, appHash(height), fault);

                        for (int i = height; i < BLOCKS + MORE; i++) {
                            run(node, i);
                        }
                        if (steps <= step) {
                            assertThat(step).as("steps of a restore").isGreaterThan(3);
                            break;
                        }
                        assertThat(step).isLessThan(MOST_STEPS);
                    }
                }
            }
        }
    }

    @Test
    @Tag("L11")
    void shouldOfferOnlyWholeSnapshotsWhenItDiesAtAnyLeafOfOne() throws IOException {
        try (DurableNode node = running(BLOCKS)) {
            Path made = node.snapshotFolder().resolve(Long.toString(BLOCKS));
            List<Long> before = heights(node);
            int leaves = 0;
            while (!Files.exists(made)) {
                assertThat(heights(node))
                        .as("after %d leaves, seed %d", leaves, seed)
                        .isEqualTo(before);
                node.writeSnapshotAndDie(leaves++);
            }

            assertThat(leaves).as("leaves at which it died, seed %d", seed).isGreaterThan(10);
            assertThat(heights(node)).contains((long) BLOCKS).containsAll(before);
            goOn(node, Fault.NONE);
        }
    }

    @Test
    @Tag("L11")
    void shouldOfferOnlyWholeSnapshotsWhenItDiesAfterTheLeaves() throws IOException {
        try (DurableNode node = running(BLOCKS)) {
            node.writeSnapshotAndDie(Integer.MAX_VALUE);
            Path whole = node.snapshotFolder().resolve(Long.toString(BLOCKS));
            byte[] digests = Files.readAllBytes(whole.resolve("digests"));
            Path unfinished = node.snapshotFolder().resolve("unfinished");
            // -1: no digests yet; up to all of them, and the move still to come
            for (int written = -1; written <= digests.length; written += 13) {
                Files.move(whole, unfinished);
                Files.delete(unfinished.resolve("digests"));
                if (written >= 0) {
                    Files.write(unfinished.resolve("digests"), java.util.Arrays.copyOf(digests, written));
                }
                node.die(Death.KILLED);
                node.start();

                assertThat(heights(node)).doesNotContain((long) BLOCKS);
                assertThat(unfinished).doesNotExist();
                node.writeSnapshotAndDie(Integer.MAX_VALUE);
                assertThat(heights(node)).contains((long) BLOCKS);
                assertThat(Files.readAllBytes(whole.resolve("digests"))).isEqualTo(digests);
            }
        }
    }

    private List<Long> heights(DurableNode node) throws IOException {
        node.awaitSnapshots();
        return new SnapshotFiles(node.snapshotFolder(), Hospital.CHAIN)
                .list().stream().map(org.assent.abci.snapshot.Snapshot::height).toList();
    }

    /** A node that runs, after so many blocks. */
    private DurableNode running(int height) throws IOException {
        DurableNode node = node(false).start();
        for (int i = 0; i < height; i++) {
            run(node, i);
        }
        node.awaitSnapshots();
        return node;
    }

    /** What the others have after the block that is next for the node, and after all that follow. */
    private void goOn(DurableNode node, Fault fault) {
        for (int i = (int) node.chain().info().getLastBlockHeight(); i < BLOCKS + MORE; i++) {
            run(node, i);
        }
        assertThat(node.chain().info().getLastBlockAppHash())
                .as("%s, seed %d", fault, seed)
                .isEqualTo(appHash(BLOCKS + MORE));
    }

    private void run(DurableNode node, int index) {
        assertThat(node.run(blocks.get(index), Fault.NONE))
                .as("seed %d, height %d", seed, index + 1)
                .isEqualTo(answers.get(index));
    }

    private RandomTraffic.Block block(int height) {
        return blocks.get(height - 1);
    }

    private ByteString appHash(int height) {
        return answers.get(height - 1).getAppHash();
    }

    private DurableNode node(boolean joins) throws IOException {
        return new DurableNode(
                home(), new KeptHeights(3), new SnapshotSchedule(5, 2), verifier, joins, seed, "seed " + seed);
    }

    private DurableNode copy(DurableNode running, Death death, int step) throws IOException {
        return running.copy(home(), seed + step, death + " at step " + step);
    }

    private Path home() throws IOException {
        return Files.createDirectory(folder.resolve("home-" + homes++));
    }
}
