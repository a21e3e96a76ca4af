package org.assent.abci.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TimeZone;
import org.assent.abci.testing.RandomTraffic;
import org.assent.abci.testing.TestChain;
import org.assent.abci.tree.KeptHeights;
import org.assent.abci.tree.MemoryNodeStore;
import org.assent.abci.wire.ResponseFinalizeBlock;
import org.assent.abci.wire.ResponseInfo;
import org.assent.ledger.bytes.Bytes32;
import org.assent.testsupport.Seeds;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Several nodes, the same random blocks, crashes at any step: equal codes and app hashes at every height. */
class SimulationTest {

    private static final int BLOCKS = 30;

    /**
     * What {@link #shouldReachTheSameHashOnEveryMachine} reaches. A change of it is a change of the format of the chain: no old
     * chain would replay.
     */
    private static final String GOLDEN = "274ddbeecb29a087abe0a279a2905584de129871755d54243e3e2349cfb94daa";

    @Test
    @Tag("L1")
    @Tag("L2")
    void shouldAgreeAtEveryHeightWhenNodesCrashAtAnyStep() {
        long seed = Seeds.seed("SimulationTest");
        Random random = new Random(seed);
        RandomTraffic traffic = new RandomTraffic(random);
        List<TestChain> nodes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            nodes.add(new TestChain(new MemoryNodeStore(new KeptHeights(5))));
            nodes.get(i).begin();
        }
        List<List<ByteString>> blocks = new ArrayList<>();
        for (int height = 1; height <= BLOCKS; height++) {
            TestChain first = nodes.getFirst();
            List<ByteString> block = traffic.block(height, first.soon());
            Instant time = first.nextTime();
            blocks.add(block);
            List<List<Integer>> codes = new ArrayList<>();
            List<Bytes32> hashes = new ArrayList<>();
            for (TestChain node : nodes) {
                codes.add(run(node, random, time, block));
                hashes.add(node.application().appHash());
                assertThat(node.application().height()).isEqualTo(height);
            }
            assertThat(codes.stream().distinct())
                    .as("codes, seed %d, height %d", seed, height)
                    .hasSize(1);
            assertThat(hashes.stream().distinct())
                    .as("app hash, seed %d, height %d", seed, height)
                    .hasSize(1);
        }

        TestChain replayed = replay(blocks);
        assertThat(replayed.application().appHash())
                .as("replayed from genesis, seed %d", seed)
                .isEqualTo(nodes.getFirst().application().appHash());
    }

    /** One block on one node that may die before, in the middle and after; the node then does what CometBFT does. */
    private static List<Integer> run(TestChain node, Random random, Instant time, List<ByteString> block) {
        long height = node.application().height();
        if (random.nextInt(10) == 0) {
            crash(node);
        }
        ResponseFinalizeBlock response = node.finalizeBlock(time, block);
        if (random.nextInt(5) == 0) {
            crash(node);
            assertThat(node.info().getLastBlockHeight())
                    .as("a finalized block is not durable")
                    .isEqualTo(height);
            ResponseFinalizeBlock again = node.finalizeBlock(time, block);
            assertThat(again).isEqualTo(response);
        }
        node.commit();
        if (random.nextInt(10) == 0) {
            crash(node);
        }
        ResponseInfo info = node.info();
        assertThat(info.getLastBlockHeight()).isEqualTo(height + 1);
        assertThat(info.getLastBlockAppHash())
                .as("Info answers what FinalizeBlock did")
                .isEqualTo(response.getAppHash());
        return TestChain.codes(response);
    }

    /** A node whose application knows no height is given the genesis again, as CometBFT does at the handshake. */
    private static void crash(TestChain node) {
        node.crash();
        if (node.info().getLastBlockHeight() == 0) {
            node.begin();
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
            assertThat(replay(fixedBlocks()).application().appHash().toHex()).isEqualTo(GOLDEN);
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
        assertThat(replay(fixedBlocks()).application().appHash().toHex()).isEqualTo(GOLDEN);
    }

    @Test
    void shouldKeepTheAppHashWhenABlockIsEmpty() {
        TestChain chain = replay(fixedBlocks().subList(0, 2));
        Bytes32 before = chain.application().appHash();

        chain.block();

        assertThat(chain.application().appHash()).isEqualTo(before);
        assertThat(chain.application().height()).isEqualTo(3);
    }

    @Test
    @Tag("L4")
    void shouldChangeNothingWhenEveryCommittedTransactionIsSentAgainAtAnyLaterHeight() {
        long seed = Seeds.seed("SimulationTest.replay");
        Random random = new Random(seed);
        RandomTraffic traffic = new RandomTraffic(random);
        try (TestChain chain = new TestChain(new MemoryNodeStore(KeptHeights.DEFAULT)).begin()) {
            List<ByteString> tookEffect = new ArrayList<>();
            for (int height = 1; height <= 24; height++) {
                List<ByteString> block = traffic.block(chain.application().height() + 1, chain.soon());
                List<Integer> codes = chain.blockOf(chain.nextTime(), block);
                for (int i = 0; i < codes.size(); i++) {
                    if (codes.get(i) == 0) {
                        tookEffect.add(block.get(i));
                    }
                }
                if (height % 8 == 0) {
                    Bytes32 before = chain.application().appHash();
                    chain.blockOf(chain.nextTime(), tookEffect);
                    assertThat(chain.application().appHash())
                            .as("all sent again in order, seed %d, height %d", seed, height)
                            .isEqualTo(before);
                    List<ByteString> backwards = tookEffect.reversed();
                    chain.blockOf(chain.nextTime(), backwards);
                    assertThat(chain.application().appHash())
                            .as("all sent again backwards, seed %d, height %d", seed, height)
                            .isEqualTo(before);
                }
            }
            assertThat(tookEffect).hasSizeGreaterThan(20);
        }
    }

    private static List<List<ByteString>> fixedBlocks() {
        RandomTraffic traffic = new RandomTraffic(new Random(20_260_301));
        List<List<ByteString>> blocks = new ArrayList<>();
        for (int height = 1; height <= 12; height++) {
            blocks.add(traffic.block(height, TestChain.GENESIS.plusSeconds(300 + height)));
        }
        return blocks;
    }

    private static TestChain replay(List<List<ByteString>> blocks) {
        try (TestChain chain = new TestChain(new MemoryNodeStore(KeptHeights.DEFAULT)).begin()) {
            blocks.forEach(block -> chain.blockOf(chain.nextTime(), block));
            return chain;
        }
    }
}
