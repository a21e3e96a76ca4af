package org.assent.abci.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeSet;
import org.assent.abci.testing.ConsentTraffic;
import org.assent.abci.testing.RandomTraffic;
import org.assent.abci.testing.TestChain;
import org.assent.abci.tree.KeptHeights;
import org.assent.abci.tree.MemoryNodeStore;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.signature.BouncyCastleVerifier;
import org.assent.testsupport.Seeds;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several nodes, the same random blocks, crashes at any step: equal codes and app hashes at every height. */
class SimulationTest {

    @TempDir
    private Path folder;

    /** Of a random network some blocks have few transactions that take effect. */
    private static final int MOST_BLOCKS = 200;

    private static final int ENOUGH = 60;

    /** What the fixed blocks reach. A change of it is a change of the format of the chain: no old chain would replay. */
    static final String GOLDEN = "5ed38de3a6867f71875709ae5860a3a55216efa4f4aa16e3b0a254d2483bbe68";

    @Test
    @Tag("L1")
    @Tag("L2")
    void shouldAgreeAtEveryHeightWhenNodesCrashAtAnyStep() {
        long seed = Seeds.seed("SimulationTest");
        List<RandomTraffic.Block> blocks = new ArrayList<>();
        try (SimulatedNodes nodes = new SimulatedNodes(seed, 3, 10, folder)) {
            for (int i = 0; i < 60; i++) {
                blocks.add(nodes.next());
            }
            assertThat(nodes.crashes()).as("crashes, seed %d", seed).isPositive();
            assertThat(nodes.durable().faults().keySet())
                    .as("where processes over the product's store died, seed %d", seed)
                    .hasSizeGreaterThanOrEqualTo(6);
            assertThat(nodes.durable().joinings())
                    .as("nodes that began with a snapshot, seed %d", seed)
                    .isPositive();
            assertThat(FixedChain.replay(blocks))
                    .as("replayed from genesis, seed %d", seed)
                    .isEqualTo(nodes.first().application().appHash());
        }
    }

    @Test
    @Tag("L1")
    void shouldReachTheSameHashOnEveryMachine() {
        Locale locale = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr-TR"));
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Chatham"));
            assertThat(FixedChain.hash(FixedChain.GOLDEN_SEED, 60).toHex()).isEqualTo(GOLDEN);
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
        assertThat(FixedChain.hash(FixedChain.GOLDEN_SEED, 60).toHex()).isEqualTo(GOLDEN);
    }

    @Test
    void shouldKeepTheAppHashWhenABlockIsEmpty() {
        ConsentTraffic traffic = new ConsentTraffic(new Random(FixedChain.GOLDEN_SEED));
        try (TestChain chain = new TestChain(new MemoryNodeStore(KeptHeights.DEFAULT)).begin()) {
            chain.blockOf(chain.nextTime(), traffic.block(1, chain.soon()));
            Bytes32 before = chain.application().appHash();

            chain.block();

            assertThat(chain.application().appHash()).isEqualTo(before);
            assertThat(chain.application().height()).isEqualTo(2);
        }
    }

    @Test
    @Tag("L4")
    @Tag("TH-01")
    void shouldChangeNothingWhenEveryCommittedTransactionIsSentAgainAtEveryLaterHeight() {
        sendAllAgain(Seeds.seed("SimulationTest.replay"), 40);
        assertThat(sendAllAgain(FixedChain.GOLDEN_SEED, 60))
                .as("kinds that were sent again")
                .hasSizeGreaterThan(18);
    }

    /** With these, MVStore alone opened the file many blocks back, after a process had died while it compacted. */
    @ParameterizedTest
    @ValueSource(longs = {1001, 1008, 1009, 1066, 1068, 1085, 1118, 1141})
    @Tag("L2")
    void shouldKeepEveryCommittedBlockWhenAProcessDiesInCompaction(long seed) {
        try (SimulatedNodes nodes = new SimulatedNodes(seed, 3, 10, folder)) {
            for (int i = 0; i < 60; i++) {
                nodes.next();
            }
            assertThat(nodes.durable().faults()).containsKey(Fault.Place.IN_COMPACTION);
        }
    }

    @Test
    @Tag("L4")
    @Tag("TH-01")
    void shouldChangeNothingWhenAnyCommittedTransactionIsSentAgainAloneAtAnyLaterHeight() {
        long seed = Seeds.seed("SimulationTest.alone");
        RandomTraffic traffic = new RandomTraffic(new Random(seed), new BouncyCastleVerifier(), 10);
        ModelComparison comparison = new ModelComparison(seed);
        Set<ByteString> tookEffect = new LinkedHashSet<>();
        try (TestChain chain = comparison.begin(new MemoryNodeStore(new KeptHeights(3)))) {
            for (int i = 0; i < MOST_BLOCKS && tookEffect.size() <= ENOUGH; i++) {
                RandomTraffic.Block block = traffic.next();
                comparison.run(chain, block);
                for (int j = 0; j < block.verdicts().size(); j++) {
                    if (block.verdicts().get(j).number() == 0) {
                        tookEffect.add(block.transactions().get(j));
                    }
                }
                // by itself, so that no two of them can make up for each other
                Bytes32 empty = alone(chain, block, List.of());
                for (ByteString transaction : tookEffect) {
                    assertThat(alone(chain, block, List.of(transaction)))
                            .as("sent again alone, seed %d, after height %d", seed, block.height())
                            .isEqualTo(empty);
                }
            }
        }
        assertThat(tookEffect).as("seed %d", seed).hasSizeGreaterThan(ENOUGH);
    }

    /** The next block, a second later, without evidence, never committed. */
    private static Bytes32 alone(TestChain chain, RandomTraffic.Block last, List<ByteString> transactions) {
        return Bytes32.of(chain.finalizeBlock(last.time().plusSeconds(1), transactions)
                .getAppHash()
                .toByteArray());
    }

    private static Set<String> sendAllAgain(long seed, int blocks) {
        RandomTraffic traffic = new RandomTraffic(new Random(seed), new BouncyCastleVerifier(), 10);
        ModelComparison comparison = new ModelComparison(seed);
        Set<ByteString> tookEffect = new LinkedHashSet<>();
        Set<String> kinds = new TreeSet<>();
        try (TestChain chain = comparison.begin(new MemoryNodeStore(new KeptHeights(3)))) {
            for (int i = 0; i < blocks; i++) {
                RandomTraffic.Block block = traffic.next();
                List<ByteString> again = new ArrayList<>(tookEffect);
                if (i % 2 == 1) {
                    again = again.reversed();
                }
                // a block that is never committed, with whatever took effect, once more; evidence and a due upgrade
                // change
                // the state by themselves, so what it is compared with has them too
                Bytes32 without = finalized(chain, block, List.of());
                assertThat(finalized(chain, block, again))
                        .as("all sent again, seed %d, height %d", seed, block.height())
                        .isEqualTo(without);
                comparison.run(chain, block);
                for (int j = 0; j < block.verdicts().size(); j++) {
                    if (block.verdicts().get(j).number() == 0) {
                        tookEffect.add(block.transactions().get(j));
                        kinds.add(block.kind(j));
                    }
                }
            }
        }
        return kinds;
    }

    private static Bytes32 finalized(TestChain chain, RandomTraffic.Block block, List<ByteString> transactions) {
        return Bytes32.of(chain.finalizeBlock(block.time(), transactions, block.misbehaved())
                .getAppHash()
                .toByteArray());
    }
}
