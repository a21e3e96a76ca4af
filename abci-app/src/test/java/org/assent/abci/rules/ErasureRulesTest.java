package org.assent.abci.rules;

import static org.assent.abci.rules.OrganizationRulesTest.broken;
import static org.assent.abci.rules.RulesFixture.NOW;
import static org.assent.abci.rules.RulesFixture.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import org.assent.abci.testing.Hospital;
import org.assent.abci.testing.Keys;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.signature.P256Signer;
import org.assent.ledger.signature.Signer;
import org.assent.ledger.state.Erasure;
import org.assent.ledger.state.SubjectLeaf;
import org.assent.ledger.transaction.AcknowledgeErasure;
import org.assent.ledger.transaction.FreezeSubject;
import org.assent.ledger.transaction.RejectCode;
import org.assent.ledger.transaction.RequestErasure;
import org.assent.ledger.transaction.SignedTransaction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("L10")
class ErasureRulesTest {

    private final RulesFixture ledger = new RulesFixture();
    private final Hospital north = new Hospital("north");
    private final SubjectId id = north.subject("alice");
    private final P256Signer alice = north.patientKey("alice");
    private final P256Signer stranger = Keys.signer("stranger");

    @BeforeEach
    void enroll() {
        ledger.with(north.register(SOON)).with(north.enroll("alice", SOON)).with(north.record("alice", "c1", 1, SOON));
    }

    @Test
    @Tag("L4")
    void shouldLeaveATombstoneWithTheCountersOnly() {
        ledger.with(request(1, alice));
        assertThat(leaf().frozen()).as("denied from the request on").isTrue();
        ledger.refuses(RejectCode.ERASED, north.record("alice", "c2", 2, SOON));

        ledger.with(acknowledge(2, north.transaction()));

        assertThat(leaf().erasure()).isEqualTo(Erasure.DONE);
        assertThat(leaf().keys()).isEmpty();
        assertThat(leaf().consentCount()).isZero();
        assertThat(leaf().sequence()).isEqualTo(1);
        assertThat(leaf().authorityCounter()).isEqualTo(2);
        ledger.already(acknowledge(2, north.transaction()));
        ledger.already(north.close("alice", "c1"));
        ledger.refuses(RejectCode.ERASED, request(3, alice));
        ledger.refuses(RejectCode.ERASED, north.record("alice", "c1", 2, SOON));
        ledger.refuses(RejectCode.ERASED, north.sign(new FreezeSubject(id, 3), alice));
        ledger.refuses(RejectCode.EXISTS, north.enroll("alice", SOON));
    }

    @Test
    void shouldTakeRestrictionsWhileTheErasureIsAwaited() {
        ledger.with(request(1, north.transaction()));

        ledger.with(north.close("alice", "c1"));
        ledger.with(north.sign(new FreezeSubject(id, 2), alice));
    }

    @Test
    void shouldRefuseARequestFirstForTheFirstReasonOfTheList() {
        SubjectId nobody = north.subject("nobody");
        ledger.refuses(
                RejectCode.EXPIRED, broken(north.sign(new RequestErasure(nobody, 9, NOW.minusSeconds(1)), stranger)));
        ledger.refuses(RejectCode.BAD_SIGNATURE, broken(north.sign(new RequestErasure(nobody, 9, SOON), stranger)));
        ledger.refuses(RejectCode.UNKNOWN_SUBJECT, north.sign(new RequestErasure(nobody, 9, SOON), stranger));
        ledger.refuses(RejectCode.NOT_ENTITLED, request(9, stranger));
        ledger.refuses(RejectCode.NOT_ENTITLED, request(9, new Hospital("south").transaction()));
        ledger.refuses(RejectCode.WRONG_COUNTER, request(9, alice));
        ledger.with(request(1, alice)).already(request(1, alice));
        ledger.put(north.id(), EnrollmentAndStudyRulesTest.withQuota(ledger.organization(north.id()), 0));
        ledger.refuses(RejectCode.ERASED, request(2, alice));
        ledger.refuses(RejectCode.OVER_QUOTA, acknowledge(2, north.transaction()));
    }

    @Test
    void shouldRefuseAnAcknowledgementThatIsNotTheSourcesOrWasNotAskedFor() {
        ledger.refuses(RejectCode.NOT_ENTITLED, acknowledge(1, alice));
        ledger.refuses(RejectCode.WRONG_COUNTER, acknowledge(2, north.transaction()));
        ledger.refuses(RejectCode.ERASURE_NOT_REQUESTED, acknowledge(1, north.transaction()));
    }

    private SubjectLeaf leaf() {
        return ledger.subject(id).leaf();
    }

    private SignedTransaction request(long counter, Signer... signers) {
        return north.sign(new RequestErasure(id, counter, SOON), signers);
    }

    private SignedTransaction acknowledge(long counter, Signer... signers) {
        return north.sign(new AcknowledgeErasure(id, counter, SOON), signers);
    }
}
