package org.assent.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.assent.decision.AccessDecision;
import org.assent.decision.ImplicitPolicy;
import org.assent.decision.request.Operation;
import org.assent.decision.request.PurposeOfUse;
import org.assent.decision.terms.Effect;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.state.LeafKey;
import org.assent.ledger.tree.StateProof;
import org.assent.ledger.tree.TreeHash;
import org.assent.testsupport.Seeds;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** For random states: honest receipts hold, the opposite decision never does, and no leaf can be shown both there and absent. */
@Tag("L6")
@Tag("L7")
class RandomReceiptsTest {

    private static final List<String> STUDIES = List.of("2.25.1", "2.25.2", "2.25.3");
    private static final List<String> OTHERS = List.of("south", "west");

    private final Random random = Seeds.random("RandomReceiptsTest");
    private final SyntheticChain chain = new SyntheticChain(4);
    private final ReceiptVerifier verifier = new ReceiptVerifier(chain.trusted());

    @Test
    void shouldHoldAndNeverHoldOtherwiseWhenStatesAreRandom() {
        int permits = 0;
        int refusals = 0;
        for (int i = 0; i < 150; i++) {
            Gathered gathered = ward().gather(request());
            Receipt receipt = Ward.sign(gathered);
            Verdict verdict = verifier.verify(ReceiptCodec.encode(receipt).toByteArray());
            assertThat(verdict.valid()).as("%s", verdict).isTrue();
            assertThat(verdict.recomputed()).isInstanceOf(Finding.Holds.class);
            boolean permitted = receipt.statement().decisions().stream().allMatch(StudyDecision::permitted);
            assertThat(verifier.verify(Ward.sign(Dishonest.decisions(gathered, opposite(gathered))))
                            .valid())
                    .as("the opposite of %s", receipt.statement().decisions())
                    .isFalse();
            if (permitted && receipt.statement().decisions().size() == 1) {
                permits++;
                Receipt recipient = ReceiptBuilder.recipient(receipt);
                assertThat(verifier.verify(recipient).valid()).isTrue();
            } else {
                refusals++;
            }
            eitherThereOrAbsent(receipt);
        }
        assertThat(permits).as("the mixture is a mixture").isGreaterThan(5);
        assertThat(refusals).isGreaterThan(5);
    }

    /** The same path with the leaf taken away, in each way that the form allows, or with a leaf put where there is none. */
    private void eitherThereOrAbsent(Receipt receipt) {
        Evidence evidence = receipt.evidence();
        for (Proven lie :
                lies(evidence.subject(), LeafKey.of(receipt.statement().subject()))) {
            ReceiptTest.failsAt(
                    verifier.verify(Dishonest.evidence(receipt, Dishonest.subject(evidence, lie)))
                            .recomputed(),
                    Step.SUBJECT);
        }
        Evidence.Study study = evidence.studies().getFirst();
        LeafKey key = LeafKey.of(receipt.statement().decisions().getFirst().study());
        for (Proven lie : lies(study.proven(), key)) {
            List<Evidence.Study> studies = new ArrayList<>(evidence.studies());
            studies.set(
                    0, new Evidence.Study(lie, study.salt(), lie.leaf().map(leaf -> TestKeys.bytes("any manifest"))));
            ReceiptTest.failsAt(
                    verifier.verify(Dishonest.evidence(receipt, Dishonest.studies(evidence, studies)))
                            .recomputed(),
                    Step.STUDY);
        }
    }

    private static List<Proven> lies(Proven truth, LeafKey key) {
        if (truth.leaf().isEmpty()) {
            return List.of(new Proven(Optional.of(Bytes.of(new byte[] {8, 1})), truth.siblings(), Optional.empty()));
        }
        return List.of(
                new Proven(Optional.empty(), truth.siblings(), Optional.empty()),
                new Proven(
                        Optional.empty(),
                        truth.siblings(),
                        Optional.of(new StateProof.ProvenLeaf(
                                TreeHash.path(key.toByteArray()),
                                TreeHash.valueHash(truth.leaf().get().toByteArray())))));
    }

    private static List<StudyDecision> opposite(Gathered gathered) {
        return gathered.decisions().stream()
                .map(decision -> new StudyDecision(
                        decision.study(),
                        decision.permitted() ? Optional.of(AccessDecision.Reason.NO_PERMIT) : Optional.empty(),
                        decision.policy()))
                .toList();
    }

    private Ward ward() {
        Ward ward = new Ward(chain, random.nextInt(30)).atHeight(1 + random.nextInt(60));
        ward.foreignPolicy(pick(List.of(ImplicitPolicy.values())));
        int consents = random.nextInt(4);
        for (int i = 0; i < consents; i++) {
            ward.consent(Consented.terms(
                    random.nextInt(3) > 0 ? Effect.PERMIT : Effect.DENY,
                    pick(OTHERS),
                    pick(List.of(PurposeOfUse.TREAT, PurposeOfUse.BTG, Consented.RESEARCH)),
                    random.nextBoolean() ? new String[0] : new String[] {pick(STUDIES)}));
        }
        if (one(8)) {
            ward.frozen();
        }
        if (one(8)) {
            ward.suspended(pick(OTHERS));
        }
        if (one(8)) {
            ward.withdrawn(pick(STUDIES));
        }
        if (one(8)) {
            ward.unregistered(pick(STUDIES));
        }
        if (one(10)) {
            ward.unregistered("alice");
        }
        return ward;
    }

    private Request request() {
        Set<PurposeOfUse> purposes = one(5)
                ? Set.of(PurposeOfUse.TREAT, Consented.RESEARCH)
                : Set.of(pick(List.of(PurposeOfUse.TREAT, PurposeOfUse.BTG, Consented.RESEARCH)));
        String requester = one(6) ? "north" : pick(OTHERS);
        return one(3)
                ? Ward.request(requester, Operation.SEARCH, purposes, STUDIES.toArray(String[]::new))
                : Ward.request(requester, pick(List.of(Operation.RETRIEVE, Operation.TOKEN)), purposes, pick(STUDIES));
    }

    private boolean one(int of) {
        return random.nextInt(of) == 0;
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
