package org.assent.abci.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assent.abci.testing.RandomTraffic;
import org.assent.abci.testing.TestChain;
import org.assent.abci.tree.KeptHeights;
import org.assent.abci.tree.MemoryNodeStore;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.signature.BouncyCastleVerifier;

/** The chain of a seed; run as a program it prints its hash, so that another Java virtual machine can be asked. */
public final class FixedChain {

    static final long GOLDEN_SEED = 20_260_301;

    private FixedChain() {}

    /** Prints the app hash after {@code args[1]} blocks of the seed {@code args[0]}, and where that was. */
    public static void main(String[] args) {
        System.out.println("hash "
                + hash(Long.parseLong(args[0]), Integer.parseInt(args[1])).toHex());
        System.out.println(String.join(
                " ",
                System.getProperty("java.version"),
                java.util.Locale.getDefault().toString(),
                java.util.TimeZone.getDefault().getID(),
                java.nio.charset.Charset.defaultCharset().name()));
    }

    static Bytes32 hash(long seed, int blocks) {
        RandomTraffic traffic = new RandomTraffic(new Random(seed), new BouncyCastleVerifier(), 10);
        List<RandomTraffic.Block> chain = new ArrayList<>();
        for (int i = 0; i < blocks; i++) {
            chain.add(traffic.next());
        }
        return replay(chain);
    }

    /** All blocks from genesis on a new node. */
    static Bytes32 replay(List<RandomTraffic.Block> blocks) {
        try (TestChain chain = new TestChain(
                        new MemoryNodeStore(new KeptHeights(2)), ModelComparison.ALL, new BouncyCastleVerifier())
                .begin(RandomTraffic.VALIDATORS)) {
            for (RandomTraffic.Block block : blocks) {
                chain.finalizeBlock(block.time(), block.transactions(), block.misbehaved());
                chain.commit();
            }
            return chain.application().appHash();
        }
    }
}
