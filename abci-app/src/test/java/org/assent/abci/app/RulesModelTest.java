package org.assent.abci.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.assent.abci.model.Verdict;
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

    /** What random traffic does not reach in so few blocks; the tests of the rules do. */
    private static final Set<RejectCode> NOT_MET =
            EnumSet.of(RejectCode.TOO_MANY_CONSENTS, RejectCode.TOO_MANY_PROPOSALS);

    private final Set<String> tookEffect = new TreeSet<>();
    private final Set<RejectCode> codes = EnumSet.noneOf(RejectCode.class);

    @Test
    void shouldAgreeWithTheModelOnEveryTransactionWhateverTheSeed() {
        run(Seeds.seed("RulesModelTest"), 250);
    }

    @Test
    void shouldAgreeWithTheModelOnEveryKindAndNearlyEveryCode() {
        run(4, 400);

        assertThat(tookEffect)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Transaction.class.getPermittedSubclasses())
                        .map(Class::getSimpleName)
                        .toList());
        assertThat(codes).isEqualTo(EnumSet.complementOf(EnumSet.copyOf(NOT_MET)));
    }

    private void run(long seed, int blocks) {
        RandomTraffic traffic = new RandomTraffic(new Random(seed), new BouncyCastleVerifier(), 14);
        ModelComparison comparison = new ModelComparison(seed);
        try (TestChain chain = comparison.begin(new MemoryNodeStore(new KeptHeights(3)))) {
            for (int i = 0; i < blocks; i++) {
                RandomTraffic.Block block = traffic.next();
                comparison.run(chain, block);
                comparison.sameState(chain, traffic.model());
                for (int j = 0; j < block.verdicts().size(); j++) {
                    Verdict verdict = block.verdicts().get(j);
                    verdict.code().ifPresent(codes::add);
                    if (verdict.applied()) {
                        tookEffect.add(block.kind(j));
                    }
                }
            }
        }
    }
}
