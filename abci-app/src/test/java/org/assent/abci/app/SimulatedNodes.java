package org.assent.abci.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.assent.abci.testing.CachingVerifier;
import org.assent.abci.testing.RandomTraffic;
import org.assent.abci.testing.TestChain;
import org.assent.abci.tree.KeptHeights;
import org.assent.abci.tree.MemoryNodeStore;
import org.assent.abci.wire.ResponseFinalizeBlock;
import org.assent.abci.wire.ResponseInfo;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.signature.BouncyCastleVerifier;
import org.assent.ledger.signature.SignatureVerifier;

/**
 * Several nodes that get the same random blocks and die at any step of a commit, some over a store in memory and some over the
 * product's, and the model of the rules: codes, app hashes and validators must be the same at every height. The seed is in every
 * message.
 */
final class SimulatedNodes implements AutoCloseable {

    private final long seed;
    private final Random accidents;
    private final RandomTraffic traffic;
    private final ModelComparison comparison;
    private final List<TestChain> nodes = new ArrayList<>();
    private final DurableNodes durable;
    private long crashes;

    /** So many nodes in memory, and those over the product's store in a folder. */
    SimulatedNodes(long seed, int count, int transactionsPerBlock, Path folder) {
        this(seed, count, transactionsPerBlock, folder, 2, UnaryOperator.identity());
    }

    /**
     * The same with bodies that are changed before they are signed.
     *
     * @param oneIn so many blocks a node over the product's store takes for one that it dies at
     */
    SimulatedNodes(
            long seed, int count, int transactionsPerBlock, Path folder, int oneIn, UnaryOperator<Bytes> mutation) {
        SignatureVerifier verifier = new CachingVerifier(new BouncyCastleVerifier(), 20_000);
        this.seed = seed;
        this.accidents = new Random(seed + 1);
        this.traffic = new RandomTraffic(new Random(seed), verifier, transactionsPerBlock, mutation);
        this.comparison = new ModelComparison(seed, verifier);
        for (int i = 0; i < count; i++) {
            nodes.add(comparison.begin(new MemoryNodeStore(new KeptHeights(3))));
        }
        this.durable = new DurableNodes(folder, seed, verifier, oneIn);
    }

    DurableNodes durable() {
        return durable;
    }

    RandomTraffic traffic() {
        return traffic;
    }

    TestChain first() {
        return nodes.getFirst();
    }

    long crashes() {
        return crashes;
    }

    /** One block on every node. */
    RandomTraffic.Block next() {
        RandomTraffic.Block block = traffic.next();
        List<ResponseFinalizeBlock> answers = new ArrayList<>();
        for (TestChain node : nodes) {
            answers.add(run(node, block));
            assertThat(node.application().height()).isEqualTo(block.height());
        }
        comparison.sameCodes(answers.getFirst(), block);
        assertThat(answers.stream().distinct())
                .as("codes, app hash, validators and events, seed %d, height %d", seed, block.height())
                .hasSize(1);
        durable.next(block, answers.getFirst());
        return block;
    }

    /** One node that may die before, in the middle and after; it then does what CometBFT does. */
    private ResponseFinalizeBlock run(TestChain node, RandomTraffic.Block block) {
        if (accidents.nextInt(10) == 0) {
            crash(node);
        }
        ResponseFinalizeBlock response = finalizeBlock(node, block);
        if (accidents.nextInt(5) == 0) {
            crash(node);
            assertThat(node.info().getLastBlockHeight())
                    .as("a finalized block is not durable, seed %d", seed)
                    .isEqualTo(block.height() - 1);
            assertThat(finalizeBlock(node, block))
                    .as("finalized again, seed %d, height %d", seed, block.height())
                    .isEqualTo(response);
        }
        node.commit();
        if (accidents.nextInt(10) == 0) {
            crash(node);
        }
        ResponseInfo info = node.info();
        assertThat(info.getLastBlockHeight())
                .as("a committed block is durable, seed %d", seed)
                .isEqualTo(block.height());
        assertThat(info.getLastBlockAppHash())
                .as("Info answers what FinalizeBlock did, seed %d, height %d", seed, block.height())
                .isEqualTo(response.getAppHash());
        return response;
    }

    private static ResponseFinalizeBlock finalizeBlock(TestChain node, RandomTraffic.Block block) {
        return node.finalizeBlock(block.time(), block.transactions(), block.misbehaved());
    }

    /** A node whose application knows no height is given the genesis again, as CometBFT does at the handshake. */
    private void crash(TestChain node) {
        crashes++;
        node.crash();
        if (node.info().getLastBlockHeight() == 0) {
            node.begin(RandomTraffic.VALIDATORS);
        }
    }

    @Override
    public void close() {
        nodes.forEach(TestChain::close);
        durable.close();
    }
}
