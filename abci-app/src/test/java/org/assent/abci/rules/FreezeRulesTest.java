package org.assent.abci.rules;

import static org.assent.abci.rules.OrganizationRulesTest.broken;
import static org.assent.abci.rules.RulesFixture.NOW;
import static org.assent.abci.rules.RulesFixture.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.assent.abci.testing.Hospital;
import org.assent.abci.testing.Keys;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.signature.P256Signer;
import org.assent.ledger.signature.Signer;
import org.assent.ledger.state.Authority;
import org.assent.ledger.state.Guardianship;
import org.assent.ledger.transaction.FreezeSubject;
import org.assent.ledger.transaction.RejectCode;
import org.assent.ledger.transaction.SetGuardians;
import org.assent.ledger.transaction.SignedTransaction;
import org.assent.ledger.transaction.UnfreezeSubject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("L4")
class FreezeRulesTest {

    private final RulesFixture ledger = new RulesFixture();
    private final Hospital north = new Hospital("north");
    private final P256Signer alice = north.patientKey("alice");
    private final SubjectId id = north.subject("alice");
    private final P256Signer stranger = Keys.signer("stranger");

    @BeforeEach
    void enroll() {
        ledger.with(north.register(SOON)).with(north.enroll("alice", SOON));
    }

    @Test
    void shouldFreezeAndUnfreezeByTheSubjectKey() {
        ledger.with(freeze(1, alice));
        assertThat(ledger.subject(id).leaf().frozen()).isTrue();
        ledger.already(freeze(1, alice)).already(freeze(2, alice));

        ledger.with(unfreeze(2, alice));
        assertThat(ledger.subject(id).leaf().frozen()).isFalse();
        ledger.already(unfreeze(2, alice));
        ledger.refuses(RejectCode.WRONG_COUNTER, freeze(1, alice)); // the old one, sent again, freezes nothing
    }

    @Test
    void shouldRefuseAFreezingFirstForTheFirstReasonOfTheList() {
        SubjectId nobody = north.subject("nobody");
        ledger.refuses(RejectCode.BAD_SIGNATURE, broken(north.sign(new FreezeSubject(nobody, 9), stranger)));
        ledger.refuses(RejectCode.UNKNOWN_SUBJECT, north.sign(new FreezeSubject(nobody, 9), stranger));
        ledger.refuses(RejectCode.NOT_ENTITLED, freeze(9, stranger));
        ledger.refuses(RejectCode.WRONG_COUNTER, freeze(2, alice));
    }

    @Test
    void shouldRefuseAnUnfreezingFirstForTheFirstReasonOfTheList() {
        SubjectId nobody = north.subject("nobody");
        ledger.refuses(
                RejectCode.EXPIRED, broken(north.sign(new UnfreezeSubject(nobody, 9, NOW.minusSeconds(1)), stranger)));
        ledger.refuses(RejectCode.BAD_SIGNATURE, broken(north.sign(new UnfreezeSubject(nobody, 9, SOON), stranger)));
        ledger.refuses(RejectCode.UNKNOWN_SUBJECT, north.sign(new UnfreezeSubject(nobody, 9, SOON), stranger));
        ledger.refuses(RejectCode.NOT_ENTITLED, unfreeze(9, stranger));
        ledger.refuses(RejectCode.WRONG_COUNTER, unfreeze(9, alice));
        ledger.put(north.id(), EnrollmentAndStudyRulesTest.withQuota(ledger.organization(north.id()), 0));
        ledger.refuses(RejectCode.NOTHING_TO_UNFREEZE, unfreeze(1, alice));
        ledger.with(freeze(1, alice));
        ledger.refuses(RejectCode.OVER_QUOTA, unfreeze(2, alice));
    }

    @Test
    void shouldFreezeWhateverTheTimeTheQuotaAndTheStateOfTheSource() {
        ledger.put(
                north.id(),
                EnrollmentAndStudyRulesTest.suspended(
                        EnrollmentAndStudyRulesTest.withQuota(ledger.organization(north.id()), 0)));

        ledger.at(NOW.plus(Duration.ofDays(400))).with(freeze(1, alice));

        assertThat(ledger.subject(id).leaf().frozenBy()).contains(Authority.CUSTODIAN);
    }

    @Test
    void shouldLetTheSourceFreezeAsDefaultGuardianInTheRankOfTheCustodian() {
        ledger.with(freeze(1, north.transaction()));

        assertThat(ledger.subject(id).leaf().frozenBy()).contains(Authority.CUSTODIAN);
        ledger.with(unfreeze(2, alice));
    }

    @Test
    void shouldNotLetTheCustodianUnfreezeWhatGuardiansFroze() {
        P256Signer mother = Keys.signer("mother");
        P256Signer father = Keys.signer("father");
        P256Signer aunt = Keys.signer("aunt");
        ledger.with(north.sign(
                new SetGuardians(
                        id,
                        1,
                        List.of(mother.publicKey(), father.publicKey(), aunt.publicKey()),
                        new Guardianship(Guardianship.Policy.KEYS, 2, Duration.ofDays(7)),
                        SOON),
                alice));
        ledger.refuses(RejectCode.NOT_ENTITLED, freeze(2, mother)); // two of three it takes
        ledger.refuses(RejectCode.NOT_ENTITLED, freeze(2, north.transaction())); // no guardian any more

        ledger.with(freeze(2, mother, aunt));

        assertThat(ledger.subject(id).leaf().frozenBy()).contains(Authority.GUARDIAN);
        ledger.refuses(RejectCode.NOT_ENTITLED, unfreeze(3, alice));
        ledger.refuses(RejectCode.NOT_ENTITLED, unfreeze(3, mother, aunt));
        ledger.already(freeze(3, alice)); // lower than who froze it: nothing to add
        assertThat(ledger.subject(id).leaf().frozenBy()).contains(Authority.GUARDIAN);
    }

    @Test
    void shouldRaiseTheRankWhenAHigherOneFreezesToo() {
        P256Signer mother = Keys.signer("mother");
        ledger.with(freeze(1, alice));
        ledger.with(north.sign(
                new SetGuardians(
                        id,
                        2,
                        List.of(mother.publicKey()),
                        new Guardianship(Guardianship.Policy.KEYS, 1, Duration.ofDays(7)),
                        SOON),
                alice));

        ledger.with(freeze(3, mother));

        assertThat(ledger.subject(id).leaf().frozenBy()).contains(Authority.GUARDIAN);
    }

    private SignedTransaction freeze(long counter, Signer... signers) {
        return north.sign(new FreezeSubject(id, counter), signers);
    }

    private SignedTransaction unfreeze(long counter, Signer... signers) {
        return north.sign(new UnfreezeSubject(id, counter, ledger.soon()), signers);
    }
}
