package org.assent.abci.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.assent.abci.testing.BodyMutations;
import org.assent.abci.testing.RandomTraffic;
import org.assent.abci.testing.TestChain;
import org.assent.abci.tree.KeptHeights;
import org.assent.abci.tree.MemoryNodeStore;
import org.assent.ledger.signature.BouncyCastleVerifier;
import org.assent.testsupport.Seeds;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Any bytes give a result with a code, also those that are signed well: nothing that a client sends can stop a node. */
@Tag("L3")
class TransactionFuzzTest {

    private static final int BLOCKS = 120;

    @Test
    void shouldGiveEachTheCodeOfTheModelWhenMutatedBodiesAreSigned() {
        long seed = Seeds.seed("TransactionFuzzTest");
        Random random = new Random(seed);
        RandomTraffic traffic =
                new RandomTraffic(random, new BouncyCastleVerifier(), 16, new BodyMutations(new Random(seed + 1)));
        ModelComparison comparison = new ModelComparison(seed);
        int decoded = 0;
        int malformed = 0;
        try (TestChain chain = comparison.begin(new MemoryNodeStore(new KeptHeights(3)))) {
            for (int i = 0; i < BLOCKS; i++) {
                RandomTraffic.Block block = traffic.next();
                // the mempool's check before, by the same rules: it answers too
                block.transactions().forEach(chain::check);
                comparison.run(chain, block);
                for (var transaction : block.decoded()) {
                    decoded += transaction.isPresent() ? 1 : 0;
                    malformed += transaction.isPresent() ? 0 : 1;
                }
            }
            comparison.sameState(chain, traffic.model());
        }
        assertThat(decoded).as("authentic ones, seed %d", seed).isGreaterThan(200);
        assertThat(malformed).as("malformed ones, seed %d", seed).isGreaterThan(80);
    }
}
