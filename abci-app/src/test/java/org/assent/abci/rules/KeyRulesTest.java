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
import org.assent.ledger.signature.PublicKey;
import org.assent.ledger.signature.Signer;
import org.assent.ledger.state.Authority;
import org.assent.ledger.state.CustodyMode;
import org.assent.ledger.state.Guardianship;
import org.assent.ledger.state.OpenConsent;
import org.assent.ledger.state.SubjectLeaf;
import org.assent.ledger.transaction.FreezeSubject;
import org.assent.ledger.transaction.RecoverSubject;
import org.assent.ledger.transaction.RejectCode;
import org.assent.ledger.transaction.RequestErasure;
import org.assent.ledger.transaction.RotateSubjectKey;
import org.assent.ledger.transaction.SetDelegates;
import org.assent.ledger.transaction.SetGuardians;
import org.assent.ledger.transaction.SignedTransaction;
import org.assent.ledger.transaction.UnfreezeSubject;
import org.assent.ledger.transaction.VetoRecovery;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("L4")
class KeyRulesTest {

    private static final Duration DELAY = Guardianship.DEFAULT.delay();

    private final RulesFixture ledger = new RulesFixture();
    private final Hospital north = new Hospital("north");
    private final SubjectId id = north.subject("alice");
    /** The key that the source keeps for the patient. */
    private final P256Signer custodian = north.patientKey("alice");

    private final P256Signer alice = Keys.signer("alice's own key");
    private final P256Signer next = Keys.signer("alice's next key");
    private final P256Signer thief = Keys.signer("thief");
    private final P256Signer stranger = Keys.signer("stranger");

    @BeforeEach
    void enroll() {
        ledger.with(north.register(SOON)).with(north.enroll("alice", SOON));
    }

    @Test
    void shouldLetThePatientTakeOverAndKeepTheCustodianInTheLowestRank() {
        ledger.with(north.record("alice", "paper", 1, SOON));

        ledger.with(rotate(1, alice, CustodyMode.SELF, custodian, alice));

        assertThat(leaf().custody()).isEqualTo(CustodyMode.SELF);
        assertThat(leaf().keys(Authority.SELF)).containsExactly(alice.publicKey());
        assertThat(leaf().keys(Authority.CUSTODIAN)).containsExactly(custodian.publicKey());
        ledger.already(rotate(1, alice, CustodyMode.SELF, custodian, alice));
        // a paper consent at the desk still works, but does not touch what the patient recorded
        ledger.with(north.record("alice", "desk", 2, SOON));
        ledger.with(north.record("alice", "own", 3, SOON, alice));
        ledger.refuses(RejectCode.NOT_ENTITLED, north.record("alice", "own", 4, SOON));
        ledger.refuses(RejectCode.NOT_ENTITLED, north.close("alice", "own"));
        ledger.with(north.close("alice", "paper", alice));
        // until the patient removes it
        ledger.with(delegates(2, List.of(), List.of(), alice));
        ledger.refuses(RejectCode.NOT_ENTITLED, north.record("alice", "desk", 4, SOON));
    }

    @Test
    void shouldNeverGiveCustodyBack() {
        ledger.with(rotate(1, alice, CustodyMode.SELF, custodian, alice));

        ledger.refuses(RejectCode.CUSTODY_NOT_POSSIBLE, rotate(2, next, CustodyMode.CUSTODIAN, alice, next));
        ledger.refuses(
                RejectCode.CUSTODY_NOT_POSSIBLE, recover(2, next, CustodyMode.CUSTODIAN, north.transaction(), next));
    }

    @Test
    void shouldReplaceTheKeyWhenTheSameKeeperRotates() {
        ledger.with(rotate(1, next, CustodyMode.CUSTODIAN, custodian, next));

        assertThat(leaf().keys(Authority.CUSTODIAN)).containsExactly(next.publicKey());
        ledger.refuses(RejectCode.NOT_ENTITLED, north.record("alice", "c", 1, SOON, custodian));
        ledger.with(north.record("alice", "c", 1, SOON, next));
        ledger.refuses(
                RejectCode.NOT_ENTITLED,
                rotate(2, alice, CustodyMode.SELF, custodian, alice)); // the former key is nothing
    }

    @Test
    void shouldRefuseARotationFirstForTheFirstReasonOfTheList() {
        SubjectId nobody = north.subject("nobody");
        ledger.refuses(
                RejectCode.EXPIRED,
                broken(north.sign(
                        new RotateSubjectKey(nobody, 9, next.publicKey(), CustodyMode.SELF, NOW.minusSeconds(1)),
                        stranger)));
        ledger.refuses(
                RejectCode.EXPIRED,
                north.sign(
                        new RotateSubjectKey(id, 1, next.publicKey(), CustodyMode.SELF, NOW.plusSeconds(601)),
                        custodian,
                        next));
        ledger.refuses(
                RejectCode.BAD_SIGNATURE,
                broken(north.sign(
                        new RotateSubjectKey(nobody, 9, next.publicKey(), CustodyMode.SELF, SOON), stranger)));
        ledger.refuses(
                RejectCode.UNKNOWN_SUBJECT,
                north.sign(new RotateSubjectKey(nobody, 9, next.publicKey(), CustodyMode.SELF, SOON), stranger));
        ledger.refuses(RejectCode.NOT_ENTITLED, rotate(9, next, CustodyMode.SELF, stranger, next));
        ledger.refuses(
                RejectCode.NOT_ENTITLED, rotate(1, next, CustodyMode.SELF, custodian)); // the new key has not signed
        ledger.refuses(RejectCode.WRONG_COUNTER, rotate(2, custodian, CustodyMode.SELF, custodian));
        ledger.with(rotate(1, alice, CustodyMode.SELF, custodian, alice));
        ledger.refuses(
                RejectCode.CUSTODY_NOT_POSSIBLE,
                rotate(2, custodian, CustodyMode.CUSTODIAN, alice, custodian)); // before the key's being known
        ledger.put(north.id(), EnrollmentAndStudyRulesTest.withQuota(ledger.organization(north.id()), 0));
        ledger.refuses(RejectCode.KEYS_NOT_POSSIBLE, rotate(2, custodian, CustodyMode.SELF, alice, custodian));
        ledger.refuses(RejectCode.OVER_QUOTA, rotate(2, next, CustodyMode.SELF, alice, next));
    }

    @Test
    @Tag("KE-02")
    void shouldLetThePatientEndAnAttackersRecoveryWithinTheWaitingPeriod() {
        ledger.with(rotate(1, alice, CustodyMode.SELF, custodian, alice));
        // somebody at the source, its default guardian, wants to become the patient
        ledger.with(recover(2, thief, CustodyMode.SELF, north.transaction(), thief));
        ledger.refuses(
                RejectCode.NOT_ENTITLED,
                north.record("alice", "grant", 1, SOON, thief)); // nothing before the time has come

        ledger.at(NOW.plus(DELAY).minusSeconds(1)).with(veto(2, alice));

        ledger.at(NOW.plus(DELAY.multipliedBy(2)));
        assertThat(leaf().keys(Authority.SELF)).containsExactly(alice.publicKey());
        ledger.refuses(RejectCode.NOT_ENTITLED, north.record("alice", "grant", 1, ledger.soon(), thief));
        ledger.already(veto(2, alice));
        ledger.refuses(
                RejectCode.WRONG_COUNTER,
                recover(2, thief, CustodyMode.SELF, north.transaction(), thief)); // sent again
    }

    @Test
    @Tag("KE-02")
    void shouldRecoverALostKeyAfterTheDelayAndKeepTheConsents() {
        ledger.with(rotate(1, alice, CustodyMode.SELF, custodian, alice));
        ledger.with(north.record("alice", "own", 1, SOON, alice));
        ledger.with(recover(2, next, CustodyMode.SELF, north.transaction(), next));
        ledger.already(recover(2, next, CustodyMode.SELF, north.transaction(), next));
        ledger.refuses(RejectCode.RECOVERY_PENDING, recover(3, thief, CustodyMode.SELF, north.transaction(), thief));

        ledger.at(NOW.plus(DELAY));

        assertThat(leaf().keys(Authority.SELF)).containsExactly(next.publicKey());
        assertThat(leaf().recovery()).isEmpty();
        assertThat(ledger.subject(id).consents()).hasSize(1);
        ledger.refuses(RejectCode.NOT_ENTITLED, veto(2, alice)); // too late
        ledger.already(veto(2, next));
        ledger.refuses(RejectCode.NOT_ENTITLED, north.record("alice", "grant", 2, ledger.soon(), alice));
        ledger.with(north.close("alice", "own", next));
    }

    @Test
    @Tag("KE-02")
    void shouldEndARecoveryWhenTheKeyTurnsOutNotToBeLost() {
        ledger.with(rotate(1, alice, CustodyMode.SELF, custodian, alice));
        ledger.with(recover(2, thief, CustodyMode.SELF, north.transaction(), thief));

        ledger.with(rotate(3, next, CustodyMode.SELF, alice, next));

        ledger.at(NOW.plus(DELAY));
        assertThat(leaf().keys(Authority.SELF)).containsExactly(next.publicKey());
    }

    @Test
    @Tag("KE-02")
    void shouldTakeAsManyGuardiansAsThePatientSaid() {
        P256Signer mother = Keys.signer("mother");
        P256Signer father = Keys.signer("father");
        P256Signer aunt = Keys.signer("aunt");
        ledger.with(rotate(1, alice, CustodyMode.SELF, custodian, alice));
        ledger.with(guardians(2, 2, List.of(mother, father, aunt), alice));

        ledger.refuses(RejectCode.NOT_ENTITLED, recover(3, next, CustodyMode.SELF, mother, next));
        ledger.refuses(RejectCode.NOT_ENTITLED, recover(3, next, CustodyMode.SELF, north.transaction(), next));
        ledger.with(recover(3, next, CustodyMode.SELF, mother, aunt, next));

        ledger.at(NOW.plus(DELAY));
        assertThat(leaf().keys(Authority.SELF)).containsExactly(next.publicKey());
        assertThat(leaf().keys(Authority.GUARDIAN)).hasSize(3);
    }

    @Test
    void shouldHaveTheSourceAsGuardianUnlessThePatientChoseNobody() {
        assertThat(leaf().guardianship()).isEqualTo(Guardianship.DEFAULT);
        ledger.with(rotate(1, alice, CustodyMode.SELF, custodian, alice));
        ledger.with(north.sign(
                new SetGuardians(
                        id, 2, List.of(), new Guardianship(Guardianship.Policy.NONE, 0, Duration.ofDays(1)), SOON),
                alice));

        ledger.refuses(RejectCode.NOT_ENTITLED, recover(3, next, CustodyMode.SELF, north.transaction(), next));
    }

    @Test
    void shouldNotLetTheSourceMakeItselfThePatient() {
        ledger.refuses(
                RejectCode.CUSTODY_NOT_POSSIBLE, recover(1, thief, CustodyMode.SELF, north.transaction(), thief));
        ledger.with(recover(1, next, CustodyMode.CUSTODIAN, north.transaction(), next));

        ledger.at(NOW.plus(DELAY));
        assertThat(leaf().keys(Authority.CUSTODIAN)).containsExactly(next.publicKey());
        assertThat(leaf().keys(Authority.SELF)).isEmpty();
    }

    @Test
    @Tag("TH-02")
    void shouldNotLetASuspendedSourceRecover() {
        ledger.with(rotate(1, alice, CustodyMode.SELF, custodian, alice));
        ledger.put(north.id(), EnrollmentAndStudyRulesTest.suspended(ledger.organization(north.id())));

        ledger.refuses(RejectCode.NOT_ENTITLED, recover(2, thief, CustodyMode.SELF, north.transaction(), thief));
    }

    @Test
    void shouldRefuseARecoveryFirstForTheFirstReasonOfTheList() {
        SubjectId nobody = north.subject("nobody");
        ledger.refuses(
                RejectCode.EXPIRED,
                broken(north.sign(
                        new RecoverSubject(nobody, 9, next.publicKey(), CustodyMode.SELF, NOW.minusSeconds(1)),
                        stranger)));
        ledger.refuses(
                RejectCode.BAD_SIGNATURE,
                broken(north.sign(new RecoverSubject(nobody, 9, next.publicKey(), CustodyMode.SELF, SOON), stranger)));
        ledger.refuses(
                RejectCode.UNKNOWN_SUBJECT,
                north.sign(new RecoverSubject(nobody, 9, next.publicKey(), CustodyMode.SELF, SOON), stranger));
        ledger.refuses(RejectCode.NOT_ENTITLED, recover(9, next, CustodyMode.SELF, custodian, next));
        ledger.refuses(RejectCode.NOT_ENTITLED, recover(9, next, CustodyMode.SELF, north.transaction()));
        ledger.refuses(RejectCode.WRONG_COUNTER, recover(9, next, CustodyMode.SELF, north.transaction(), next));
        ledger.refuses(
                RejectCode.CUSTODY_NOT_POSSIBLE,
                recover(1, custodian, CustodyMode.SELF, north.transaction(), custodian));
        ledger.with(recover(1, next, CustodyMode.CUSTODIAN, north.transaction(), next));
        ledger.refuses(
                RejectCode.KEYS_NOT_POSSIBLE,
                recover(2, custodian, CustodyMode.CUSTODIAN, north.transaction(), custodian));
        ledger.put(north.id(), EnrollmentAndStudyRulesTest.withQuota(ledger.organization(north.id()), 0));
        ledger.refuses(
                RejectCode.RECOVERY_PENDING, recover(2, alice, CustodyMode.CUSTODIAN, north.transaction(), alice));
        ledger.with(veto(1, custodian)); // free
        ledger.refuses(RejectCode.OVER_QUOTA, recover(2, alice, CustodyMode.CUSTODIAN, north.transaction(), alice));
    }

    @Test
    void shouldRefuseAVetoFirstForTheFirstReasonOfTheListAndNeverForAQuotaOrTheSource() {
        SubjectId nobody = north.subject("nobody");
        ledger.refuses(RejectCode.BAD_SIGNATURE, broken(north.sign(new VetoRecovery(nobody, 9), stranger)));
        ledger.refuses(RejectCode.UNKNOWN_SUBJECT, north.sign(new VetoRecovery(nobody, 9), stranger));
        ledger.refuses(RejectCode.NOT_ENTITLED, veto(9, stranger));
        ledger.refuses(RejectCode.NOTHING_TO_VETO, veto(9, custodian));
        ledger.with(recover(1, next, CustodyMode.CUSTODIAN, north.transaction(), next));
        ledger.put(
                north.id(),
                EnrollmentAndStudyRulesTest.suspended(
                        EnrollmentAndStudyRulesTest.withQuota(ledger.organization(north.id()), 0)));
        ledger.with(veto(1, custodian));
        assertThat(leaf().authorityCounter()).as("a veto leaves the counter").isEqualTo(1);
    }

    @Test
    void shouldAskTheGuardiansTooWhenTheCustodianWouldReplaceThem() {
        P256Signer mother = Keys.signer("mother");
        ledger.with(guardians(1, 1, List.of(mother), custodian));

        ledger.refuses(RejectCode.NOT_ENTITLED, guardians(2, 1, List.of(thief), custodian));
        ledger.refuses(RejectCode.NOT_ENTITLED, guardians(2, 1, List.of(thief), mother));
        ledger.with(guardians(2, 1, List.of(next), custodian, mother));
        assertThat(leaf().keys(Authority.GUARDIAN)).containsExactly(next.publicKey());
        // the patient alone decides, once it has the key
        ledger.with(rotate(3, alice, CustodyMode.SELF, custodian, alice));
        ledger.with(guardians(4, 1, List.of(mother), alice));
        ledger.already(guardians(4, 1, List.of(mother), alice));
        ledger.refuses(RejectCode.NOT_ENTITLED, guardians(5, 1, List.of(next), custodian));
        ledger.refuses(RejectCode.KEYS_NOT_POSSIBLE, guardians(5, 1, List.of(custodian), alice));
    }

    @Test
    void shouldLetDelegatesActBelowThePatientUntilTheyAreRemoved() {
        P256Signer daughter = Keys.signer("daughter");
        ledger.with(rotate(1, alice, CustodyMode.SELF, custodian, alice));
        ledger.with(delegates(2, List.of(daughter), List.of(custodian), alice));
        ledger.with(north.record("alice", "by her", 1, SOON, daughter));
        ledger.with(north.record("alice", "own", 2, SOON, alice));

        ledger.refuses(RejectCode.NOT_ENTITLED, north.close("alice", "own", daughter));
        ledger.refuses(RejectCode.NOT_ENTITLED, north.close("alice", "by her", custodian));
        ledger.with(north.close("alice", "by her", alice));
        ledger.with(delegates(3, List.of(), List.of(custodian), alice));
        ledger.refuses(RejectCode.NOT_ENTITLED, north.record("alice", "more", 3, SOON, daughter));
    }

    /** Sub-grants are off: who acts by delegation passes nothing on, and widens nothing. */
    @Test
    @Tag("DE-04")
    void shouldRefuseWhateverADelegateWouldPassOnOrWiden() {
        P256Signer daughter = Keys.signer("daughter");
        P256Signer friend = Keys.signer("a friend of hers");
        ledger.with(rotate(1, alice, CustodyMode.SELF, custodian, alice));
        ledger.with(delegates(2, List.of(daughter), List.of(custodian), alice));
        ledger.with(north.record("alice", "own", 1, SOON, alice));
        ledger.with(north.sign(new FreezeSubject(id, 3), alice));

        for (Signer[] signers : List.of(new Signer[] {daughter}, new Signer[] {daughter, friend})) {
            // others beside or after herself, and ranks above her own
            ledger.refuses(
                    RejectCode.NOT_ENTITLED, delegates(4, List.of(daughter, friend), List.of(custodian), signers));
            ledger.refuses(RejectCode.NOT_ENTITLED, delegates(4, List.of(friend), List.of(custodian), signers));
            ledger.refuses(RejectCode.NOT_ENTITLED, guardians(4, 1, List.of(friend), signers));
            ledger.refuses(RejectCode.NOT_ENTITLED, rotate(4, friend, CustodyMode.SELF, daughter, friend));
            ledger.refuses(RejectCode.NOT_ENTITLED, recover(4, friend, CustodyMode.SELF, daughter, friend));
            // what is the patient's alone
            ledger.refuses(RejectCode.NOT_ENTITLED, north.record("alice", "own", 2, SOON, signers));
            ledger.refuses(RejectCode.NOT_ENTITLED, north.close("alice", "own", signers));
            ledger.refuses(RejectCode.NOT_ENTITLED, north.sign(new UnfreezeSubject(id, 4, ledger.soon()), signers));
            ledger.refuses(RejectCode.NOT_ENTITLED, north.sign(new RequestErasure(id, 4, ledger.soon()), signers));
        }

        // whom she would have named can do nothing alone; with her no more than she
        ledger.refuses(RejectCode.NOT_ENTITLED, north.record("alice", "by a friend", 2, SOON, friend));
        ledger.with(north.record("alice", "by both", 2, SOON, daughter, friend));
        assertThat(ledger.subject(id).consents())
                .filteredOn(consent -> consent.sequence() == 2)
                .extracting(OpenConsent::authority)
                .containsExactly(Authority.DELEGATE);
        assertThat(leaf().keys(Authority.DELEGATE)).containsExactly(daughter.publicKey());
        // and it ends with her own
        ledger.with(delegates(4, List.of(), List.of(custodian), alice));
        ledger.refuses(RejectCode.NOT_ENTITLED, north.record("alice", "later", 3, SOON, daughter, friend));
    }

    @Test
    void shouldRefuseDelegatesWhoHaveAnotherRankOrCustodiansWhoAreNone() {
        ledger.refuses(RejectCode.KEYS_NOT_POSSIBLE, delegates(1, List.of(custodian), List.of(custodian), custodian));
        ledger.refuses(RejectCode.KEYS_NOT_POSSIBLE, delegates(1, List.of(next), List.of(), custodian));
        ledger.refuses(RejectCode.KEYS_NOT_POSSIBLE, delegates(1, List.of(), List.of(custodian, thief), custodian));
        ledger.refuses(RejectCode.NOT_ENTITLED, delegates(1, List.of(next), List.of(custodian), north.transaction()));
        ledger.with(delegates(1, List.of(next), List.of(custodian), custodian));
        ledger.already(delegates(1, List.of(next), List.of(custodian), custodian));
        ledger.refuses(RejectCode.WRONG_COUNTER, delegates(1, List.of(), List.of(custodian), custodian));
        ledger.with(rotate(2, alice, CustodyMode.SELF, custodian, alice));
        ledger.refuses(RejectCode.KEYS_NOT_POSSIBLE, delegates(3, List.of(), List.of(thief), alice));
    }

    private SubjectLeaf leaf() {
        return ledger.subject(id).leaf();
    }

    private SignedTransaction rotate(long counter, P256Signer newKey, CustodyMode custody, Signer... signers) {
        return north.sign(new RotateSubjectKey(id, counter, newKey.publicKey(), custody, ledger.soon()), signers);
    }

    private SignedTransaction recover(long counter, P256Signer newKey, CustodyMode custody, Signer... signers) {
        return north.sign(new RecoverSubject(id, counter, newKey.publicKey(), custody, ledger.soon()), signers);
    }

    private SignedTransaction veto(long recovery, Signer... signers) {
        return north.sign(new VetoRecovery(id, recovery), signers);
    }

    private SignedTransaction guardians(long counter, int threshold, List<P256Signer> keys, Signer... signers) {
        return north.sign(
                new SetGuardians(
                        id,
                        counter,
                        keys(keys),
                        new Guardianship(Guardianship.Policy.KEYS, threshold, DELAY),
                        ledger.soon()),
                signers);
    }

    private SignedTransaction delegates(
            long counter, List<P256Signer> delegates, List<P256Signer> custodians, Signer... signers) {
        return north.sign(new SetDelegates(id, counter, keys(delegates), keys(custodians), ledger.soon()), signers);
    }

    private static List<PublicKey> keys(List<P256Signer> signers) {
        return signers.stream().map(P256Signer::publicKey).toList();
    }
}
