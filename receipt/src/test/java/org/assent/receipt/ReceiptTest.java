package org.assent.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assent.decision.AccessDecision;
import org.assent.decision.ImplicitPolicy;
import org.assent.decision.request.Operation;
import org.assent.decision.request.PurposeOfUse;
import org.assent.decision.terms.Effect;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** True receipts prove what they claim, and say what they do not; false ones are refused, and the step is named. */
@Tag("L7")
class ReceiptTest {

    private static final String HEAD = "2.25.101";
    private static final String KNEE = "2.25.102";

    private final Ward ward = Ward.small();

    @Test
    void shouldProveAllThreeWhenThePatientsViewIsOfAPermit() {
        ward.consent(Consented.to("south", HEAD)).consent(Consented.to("west"));
        Verdict verdict = verdict(ward.decide(Ward.treatment("south", HEAD)));
        assertThat(verdict.findings()).allMatch(Finding.Holds.class::isInstance);
        assertThat(verdict.signed().words()).contains("Hospital north", "permit", "height 41");
        assertThat(verdict.trust()).anyMatch(sentence -> sentence.contains("recipient's word"));
    }

    @Test
    void shouldProvePermissionAndSignatureOnlyWhenTheRecipientsViewIsOfAPermit() {
        ward.consent(Consented.to("south", HEAD)).consent(Consented.to("west")).consent(Consented.notTo("west", KNEE));
        Receipt recipient = ReceiptBuilder.recipient(ward.decide(Ward.treatment("south", HEAD)));
        Verdict verdict = verdict(recipient);
        assertThat(recipient.evidence().consents().opened())
                .extracting(opened -> opened.entry().consent())
                .containsExactly(Ward.consentId(0));
        assertThat(verdict.permission()).isInstanceOf(Finding.Holds.class);
        assertThat(verdict.permission().words()).contains("1 consent of 3");
        assertThat(verdict.signed()).isInstanceOf(Finding.Holds.class);
        assertThat(verdict.recomputed()).isInstanceOf(Finding.NotShown.class);
        assertThat(verdict.trust()).anyMatch(sentence -> sentence.contains("no other consent denied"));
    }

    @Test
    void shouldRelyOnAConsentForEachPurposeWhenSeveralAreAskedFor() {
        ward.consent(Consented.to("south", HEAD))
                .consent(Consented.terms(Effect.PERMIT, "south", Consented.RESEARCH, HEAD));
        Request both = Ward.request("south", Operation.TOKEN, Set.of(PurposeOfUse.TREAT, Consented.RESEARCH), HEAD);
        Receipt recipient = ReceiptBuilder.recipient(ward.decide(both));
        assertThat(recipient.evidence().consents().opened()).hasSize(2);
        assertThat(verdict(recipient).valid()).isTrue();
    }

    @Test
    void shouldProveARefusalWhenEachReasonStands() {
        ward.consent(Consented.to("south", HEAD)).consent(Consented.notTo("south", KNEE));
        assertThat(refusal(ward, "south", KNEE)).contains(AccessDecision.Reason.DENIED_BY_CONSENT);
        assertThat(refusal(ward, "west", HEAD)).contains(AccessDecision.Reason.NO_PERMIT);
        assertThat(refusal(opened().frozen(), "south", HEAD)).contains(AccessDecision.Reason.FROZEN);
        assertThat(refusal(opened().suspended("south"), "south", HEAD))
                .contains(AccessDecision.Reason.UNKNOWN_REQUESTER);
        assertThat(refusal(opened().unregistered("south"), "south", HEAD))
                .contains(AccessDecision.Reason.UNKNOWN_REQUESTER);
        assertThat(refusal(opened().withdrawn(HEAD), "south", HEAD)).contains(AccessDecision.Reason.NOT_REGISTERED);
        assertThat(refusal(opened().unregistered(HEAD), "south", HEAD)).contains(AccessDecision.Reason.NOT_REGISTERED);
        assertThat(refusal(opened().unregistered("alice"), "south", HEAD))
                .contains(AccessDecision.Reason.NOT_REGISTERED);
    }

    @Test
    void shouldTellOfTheRestrictionWhenAPermissionIsBeingClosed() {
        Receipt receipt = opened().closing(0).decide(Ward.treatment("south", HEAD));
        assertThat(receipt.statement().closing()).containsExactly(Ward.consentId(0));
        Verdict verdict = verdict(receipt);
        assertThat(verdict.valid()).isTrue();
        assertThat(verdict.trust()).anyMatch(sentence -> sentence.contains("being closed"));
    }

    @Test
    void shouldProveAListingWhenSomeStudiesArePermitted() {
        Receipt listing = opened().consent(Consented.notTo("south", KNEE))
                .decide(Ward.request("south", Operation.SEARCH, Set.of(PurposeOfUse.TREAT), HEAD, KNEE));
        Verdict verdict = verdict(listing);
        assertThat(verdict.findings()).allMatch(Finding.Holds.class::isInstance);
        assertThat(verdict.recomputed().words()).contains("permit for 1 of 2 studies");
        assertThatThrownBy(() -> ReceiptBuilder.recipient(listing))
                .as("a listing is for the patient")
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldProveThatNoConsentWasNeededWhenThePolicyPermits() {
        Receipt receipt = ward.foreignPolicy(ImplicitPolicy.BASIC_NORMAL).decide(Ward.treatment("south", HEAD));
        assertThat(verdict(receipt).findings()).allMatch(Finding.Holds.class::isInstance);
        Verdict recipients = verdict(ReceiptBuilder.recipient(receipt));
        assertThat(recipients.permission().words()).contains("where no consent says otherwise");
    }

    @Test
    void shouldHoldForTheSourcesOwnPeopleWhenTheSubjectIsFrozen() {
        Receipt own = opened().frozen().decide(Ward.treatment("north", HEAD));
        assertThat(own.evidence().requester()).isEmpty();
        assertThat(verdict(own).findings()).allMatch(Finding.Holds.class::isInstance);
        assertThat(verdict(own).permission().words())
                .as("nothing is said that was not checked")
                .doesNotContain("frozen");
    }

    @Test
    void shouldBelieveEachTermsValidatorsWhenTheyChanged() {
        for (long height : new long[] {1, SyntheticChain.CHANGE - 1, SyntheticChain.CHANGE, 41}) {
            assertThat(verdict(opened().atHeight(height).decide(Ward.treatment("south", HEAD)))
                            .valid())
                    .as("height %s", height)
                    .isTrue();
        }
    }

    @Test
    void shouldSayThatItWasSignedAndDoesNotFollowWhenTheSourceDecidedAgainstTheConsents() {
        ward.consent(Consented.to("south", HEAD)).consent(Consented.notTo("south", HEAD));
        Gathered honest = ward.gather(Ward.treatment("south", HEAD));
        StudyDecision against =
                new StudyDecision(honest.decisions().getFirst().study(), Optional.empty(), ImplicitPolicy.DENY.uri());
        Verdict verdict = verdict(Ward.sign(Dishonest.decisions(honest, List.of(against))));
        assertThat(verdict.signed()).isInstanceOf(Finding.Holds.class);
        failsAt(verdict.permission(), Step.PERMISSION);
        failsAt(verdict.recomputed(), Step.DECISION);
    }

    @Test
    void shouldRefuseWhenTheSourceLeavesADenyingConsentOut() {
        ward.consent(Consented.to("south", HEAD)).consent(Consented.notTo("south", HEAD));
        Gathered honest = ward.gather(Ward.treatment("south", HEAD));
        Verdict verdict = verdict(Ward.sign(Dishonest.consents(
                honest,
                honest.consents().stream()
                        .filter(opened -> opened.entry().consent().equals(Ward.consentId(0)))
                        .toList())));
        failsAt(verdict.permission(), Step.CONSENTS);
        assertThat(verdict.signed()).isInstanceOf(Finding.Holds.class);
    }

    @Test
    void shouldRefuseWhenTheServiceKeyIsNoLongerValid() {
        Verdict verdict = verdict(opened().serviceKeyUntil(40).decide(Ward.treatment("south", HEAD)));
        failsAt(verdict.signed(), Step.SIGNATURE);
        assertThat(verdict(opened().serviceKeyUntil(41).decide(Ward.treatment("south", HEAD)))
                        .valid())
                .isTrue();
    }

    @Test
    void shouldRefuseWhenEvidenceIsOfAnotherHeight() {
        Receipt then = opened().atHeight(41).decide(Ward.treatment("south", HEAD));
        Receipt now = opened().atHeight(42).decide(Ward.treatment("south", HEAD));
        failsAt(
                verdict(new Receipt(
                                View.PATIENT,
                                then.statement(),
                                then.key(),
                                then.signature(),
                                then.request(),
                                now.evidence()))
                        .signed(),
                Step.HEADER);
    }

    @Test
    void shouldRefuseWhenTheStatementIsOfAnotherReceipt() {
        Receipt one = opened().decide(Ward.treatment("south", HEAD));
        Receipt other = opened().frozen().decide(Ward.treatment("south", HEAD));
        failsAt(
                verdict(new Receipt(
                                View.PATIENT,
                                one.statement(),
                                other.key(),
                                other.signature(),
                                one.request(),
                                one.evidence()))
                        .signed(),
                Step.SIGNATURE);
        failsAt(
                verdict(new Receipt(
                                View.PATIENT,
                                one.statement(),
                                one.key(),
                                one.signature(),
                                Ward.treatment("west", HEAD),
                                one.evidence()))
                        .signed(),
                Step.REQUEST);
    }

    @Test
    void shouldReadBackTheSameReceiptWhenItWasWritten() {
        Receipt receipt = opened().decide(Ward.treatment("south", HEAD));
        assertThat(ReceiptCodec.encode(Ward.again(receipt))).isEqualTo(ReceiptCodec.encode(receipt));
        Receipt recipient = ReceiptBuilder.recipient(receipt);
        assertThat(Ward.again(recipient)).isEqualTo(recipient);
    }

    private static Ward opened() {
        return Ward.small().consent(Consented.to("south", HEAD));
    }

    private Verdict verdict(Receipt receipt) {
        return ward.verifier().verify(ReceiptCodec.encode(receipt).toByteArray());
    }

    private Optional<AccessDecision.Reason> refusal(Ward ward, String requester, String study) {
        Receipt receipt = ward.decide(Ward.treatment(requester, study));
        Verdict verdict = verdict(receipt);
        assertThat(verdict.permission()).isInstanceOf(Finding.NotShown.class);
        assertThat(verdict.signed()).isInstanceOf(Finding.Holds.class);
        assertThat(verdict.recomputed()).isInstanceOf(Finding.Holds.class);
        return receipt.statement().decisions().getFirst().refusal();
    }

    static void failsAt(Finding finding, Step step) {
        assertThat(finding).isInstanceOfSatisfying(Finding.Fails.class, fails -> assertThat(fails.step())
                .isEqualTo(step));
    }
}
