package org.assent.abci.rules;

import static org.assent.abci.rules.OrganizationRulesTest.broken;
import static org.assent.abci.rules.RulesFixture.NOW;
import static org.assent.abci.rules.RulesFixture.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assent.abci.testing.Hospital;
import org.assent.abci.testing.Keys;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.governance.Limits;
import org.assent.ledger.governance.ValidatorPower;
import org.assent.ledger.signature.P256Signer;
import org.assent.ledger.signature.Signer;
import org.assent.ledger.state.GovernanceLeaf;
import org.assent.ledger.state.OrganizationNode;
import org.assent.ledger.state.OrganizationProfile;
import org.assent.ledger.transaction.RegisterStudies;
import org.assent.ledger.transaction.ReinstateOrganization;
import org.assent.ledger.transaction.RejectCode;
import org.assent.ledger.transaction.SignedTransaction;
import org.assent.ledger.transaction.StudyRecord;
import org.assent.ledger.transaction.SuspendOrganization;
import org.assent.ledger.transaction.UpdateOrganization;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("L4")
class MembershipRulesTest {

    private static final P256Signer FIRST = Hospital.ACCREDITORS.get(0);
    private static final P256Signer SECOND = Hospital.ACCREDITORS.get(1);

    private final RulesFixture ledger = new RulesFixture();
    private final Hospital north = new Hospital("north");
    private final Hospital south = new Hospital("south");
    private final P256Signer newKey = Keys.signer("new transaction key");
    private final P256Signer stranger = Keys.signer("stranger");

    @BeforeEach
    void register() {
        ledger.with(north.register(SOON));
    }

    @Test
    void shouldReplaceAKeyByTheRootKeyAlone() {
        ledger.with(update(2, rekeyed(), north.root()));
        ledger.already(update(2, rekeyed(), north.root()));

        ledger.refuses(RejectCode.BAD_SIGNATURE, north.registerStudies(1, SOON, "ct")); // by the old key
        List<StudyRecord> one = List.of(new StudyRecord(north.study("ct"), Keys.bytes("x"), 1, false));
        ledger.with(north.sign(new RegisterStudies(north.id(), one, SOON), newKey));
    }

    @Test
    @Tag("L9")
    void shouldChargeAnUpdateAndKeepAReserveForIt() {
        // a thief with the transaction key spends all that he can
        ledger.put(north.id(), EnrollmentAndStudyRulesTest.withQuota(ledger.organization(north.id()), 7_000));
        ledger.with(north.enroll("alice", SOON)).with(north.enroll("bob", SOON));
        ledger.refuses(RejectCode.OVER_QUOTA, north.enroll("one more", SOON));
        assertThat(ledger.organization(north.id()).quotaMilliunits()).isEqualTo(5_000);

        for (int revision = 2; revision <= 6; revision++) {
            ledger.with(update(revision, revision % 2 == 0 ? rekeyed() : plain(), north.root()));
        }

        ledger.refuses(RejectCode.OVER_QUOTA, update(7, plain(), north.root()));
        ledger.at(NOW.plusMillis(20)).with(update(7, plain(), north.root()));
        assertThat(ledger.organization(north.id()).quotaMilliunits()).isZero();
    }

    private OrganizationProfile plain() {
        return north.profile("north", Set.of(), List.of(), north.transaction());
    }

    @Test
    @Tag("TH-02")
    void shouldNotLetAnOrganizationChangeWhatAccreditorsVouchFor() {
        OrganizationProfile flagged =
                north.profile("north", Set.of(OrganizationProfile.Flag.EMERGENCY), List.of(), north.transaction());
        OrganizationProfile renamed = north.profile("another name", Set.of(), List.of(), north.transaction());

        ledger.refuses(RejectCode.NOT_ACCREDITED, update(2, flagged, north.root()));
        ledger.refuses(RejectCode.NOT_ACCREDITED, update(2, renamed, north.root(), FIRST));
        ledger.with(update(2, flagged, north.root(), FIRST, SECOND));

        assertThat(ledger.organization(north.id()).profile()).isEqualTo(flagged);
    }

    @Test
    @Tag("TH-02")
    void shouldNotLetAnOrganizationListTheValidatorOfAnotherAlone() {
        Bytes32 ofGenesis = Keys.bytes("a validator of the genesis file");
        Bytes32 own = Keys.bytes("a validator that has no vote yet");
        ledger.put(GovernanceLeaf.begin(
                Hospital.ACCREDITORS.stream().map(P256Signer::publicKey).toList(),
                2,
                List.of(new ValidatorPower(ofGenesis, 10, Optional.empty())),
                Limits.DEFAULT));

        ledger.refuses(RejectCode.NOT_ACCREDITED, update(2, listing(ofGenesis), north.root()));
        ledger.with(update(2, listing(own), north.root()));
        ledger.with(update(3, listing(ofGenesis), north.root(), FIRST, SECOND));
        ledger.with(update(4, listing(ofGenesis), north.root())); // it is listed already
    }

    @Test
    @Tag("TH-02")
    void shouldNotLetASuspendedOrganizationChangeItsNodesAlone() {
        Bytes32 own = Keys.bytes("a validator that has no vote yet");
        ledger.with(update(2, listing(own), north.root())).with(suspend(1, FIRST, SECOND));

        ledger.refuses(RejectCode.NOT_ACCREDITED, update(3, plain(), north.root()));
        ledger.with(update(3, plain(), north.root(), FIRST, SECOND));
    }

    private OrganizationProfile listing(Bytes32 validator) {
        OrganizationNode node = new OrganizationNode("0a".repeat(20), "north.example:26656", Optional.of(validator));
        return north.profile("north", Set.of(), List.of(node), north.transaction());
    }

    @Test
    void shouldRefuseAnUpdateFirstForTheFirstReasonOfTheList() {
        ledger.refuses(
                RejectCode.EXPIRED,
                broken(north.sign(new UpdateOrganization(south.profile(), 9, NOW.minusSeconds(1)), stranger)));
        ledger.refuses(
                RejectCode.EXPIRED,
                north.sign(
                        new UpdateOrganization(
                                rekeyed(), 2, NOW.plus(Duration.ofDays(7)).plusSeconds(1)),
                        north.root()));
        ledger.refuses(RejectCode.BAD_SIGNATURE, broken(update(9, south.profile(), stranger)));
        ledger.refuses(RejectCode.UNKNOWN_ORGANIZATION, update(9, south.profile(), stranger));
        OrganizationProfile renamed = north.profile("another name", Set.of(), List.of(), north.transaction());
        ledger.refuses(RejectCode.NOT_ENTITLED, update(9, renamed, north.transaction(), FIRST, SECOND));
        ledger.refuses(RejectCode.NOT_ACCREDITED, update(9, renamed, north.root()));
        ledger.refuses(RejectCode.WRONG_REVISION, update(9, rekeyed(), north.root()));
    }

    @Test
    void shouldTakeAMemberOutOfForceAndBackByTwoOfThreeAccreditors() {
        ledger.with(north.enroll("alice", SOON)).with(north.record("alice", "c1", 1, SOON));
        ledger.refuses(RejectCode.NOT_ACCREDITED, suspend(1, FIRST));

        ledger.with(suspend(1, FIRST, SECOND)).already(suspend(1, FIRST, SECOND));

        ledger.refuses(RejectCode.UNKNOWN_SOURCE, north.enroll("bob", SOON));
        ledger.refuses(RejectCode.UNKNOWN_SOURCE, north.record("alice", "c2", 2, SOON));
        ledger.with(north.close("alice", "c1"));
        ledger.with(update(2, rekeyed(), north.root())); // it must be able to replace a stolen key
        ledger.with(reinstate(2, FIRST, SECOND)).already(reinstate(2, FIRST, SECOND));
        ledger.refuses(RejectCode.WRONG_REVISION, suspend(1, FIRST, SECOND)); // sent again
        ledger.with(north.record("alice", "c2", 2, SOON));
    }

    @Test
    @Tag("TH-02")
    void shouldSuspendAMemberThatChangesItselfBeforeEachBlock() {
        SignedTransaction signed = suspend(1, FIRST, SECOND);
        ledger.with(update(2, rekeyed(), north.root()));
        ledger.with(update(3, plain(), north.root()));

        ledger.with(signed);

        assertThat(ledger.organization(north.id()).suspended()).isTrue();
        ledger.with(update(4, rekeyed(), north.root())).already(signed);
        ledger.with(reinstate(2, FIRST, SECOND));
        ledger.refuses(RejectCode.WRONG_REVISION, signed); // sent again
    }

    @Test
    void shouldRefuseASuspensionFirstForTheFirstReasonOfTheList() {
        ledger.refuses(
                RejectCode.EXPIRED,
                broken(north.sign(new SuspendOrganization(south.id(), 9, NOW.minusSeconds(1)), stranger)));
        ledger.refuses(
                RejectCode.BAD_SIGNATURE, broken(north.sign(new SuspendOrganization(south.id(), 9, SOON), stranger)));
        ledger.refuses(
                RejectCode.UNKNOWN_ORGANIZATION, north.sign(new SuspendOrganization(south.id(), 9, SOON), stranger));
        ledger.refuses(RejectCode.NOT_ACCREDITED, suspend(9, stranger));
        ledger.refuses(RejectCode.NOT_ACCREDITED, suspend(9, north.root(), north.transaction()));
        ledger.refuses(RejectCode.WRONG_REVISION, suspend(9, FIRST, SECOND));
        ledger.refuses(RejectCode.NOTHING_TO_CHANGE, reinstate(1, FIRST, SECOND));
        ledger.with(suspend(1, FIRST, SECOND));
        ledger.refuses(RejectCode.NOTHING_TO_CHANGE, suspend(2, FIRST, SECOND));
        ledger.refuses(
                RejectCode.EXPIRED,
                broken(north.sign(new ReinstateOrganization(south.id(), 9, NOW.minusSeconds(1)), stranger)));
    }

    private OrganizationProfile rekeyed() {
        return north.profile("north", Set.of(), List.of(), newKey);
    }

    private SignedTransaction update(long revision, OrganizationProfile profile, Signer... signers) {
        return north.sign(new UpdateOrganization(profile, revision, SOON), signers);
    }

    private SignedTransaction suspend(long standing, Signer... signers) {
        return north.sign(new SuspendOrganization(north.id(), standing, SOON), signers);
    }

    private SignedTransaction reinstate(long standing, Signer... signers) {
        return north.sign(new ReinstateOrganization(north.id(), standing, SOON), signers);
    }
}
