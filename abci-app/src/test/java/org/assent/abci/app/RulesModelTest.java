package org.assent.abci.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.assent.abci.testing.RandomTraffic;
import org.assent.abci.testing.TestChain;
import org.assent.abci.tree.KeptHeights;
import org.assent.abci.tree.MemoryNodeStore;
import org.assent.ledger.signature.BouncyCastleVerifier;
import org.assent.ledger.transaction.RejectCode;
import org.assent.ledger.transaction.Transaction;
import org.assent.testsupport.Seeds;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The rules against the independent model of them: the same outcome of every random transaction, the same state. */
@Tag("L4")
class RulesModelTest {

    private static final int BLOCKS = 300;

    @Test
    void shouldAgreeWithTheModelOnEveryTransactionOfEveryKind() {
        long seed = Seeds.seed("RulesModelTest");
        RandomTraffic traffic = new RandomTraffic(new Random(seed), new BouncyCastleVerifier(), 12);
        ModelComparison comparison = new ModelComparison(seed);
        Set<String> met = new TreeSet<>();
        try (TestChain chain = comparison.begin(new MemoryNodeStore(new KeptHeights(3)))) {
            for (int i = 0; i < BLOCKS; i++) {
                RandomTraffic.Block block = traffic.next();
                comparison.run(chain, block);
                comparison.sameState(chain, traffic.model());
                for (int j = 0; j < block.verdicts().size(); j++) {
                    Optional<Transaction> transaction = block.decoded().get(j).map(checked -> checked.transaction());
                    String kind = transaction.map(known -> known.getClass().getSimpleName()).orElse("garbage");
                    if (block.verdicts().get(j).applied()) {
                        met.add(kind);
                    }
                }
            }
        }
        assertThat(met)
                .as("kinds that took effect, seed %d", seed)
                .containsAll(new TreeSet<>(java.util.Arrays.stream(Transaction.class.getPermittedSubclasses())
                        .map(Class::getSimpleName)
                        .filter(kind -> !kind.equals("AcknowledgeErasure"))
                        .toList()));
    }
}
