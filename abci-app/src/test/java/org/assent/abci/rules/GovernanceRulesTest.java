package org.assent.abci.rules;

import static org.assent.abci.rules.OrganizationRulesTest.broken;
import static org.assent.abci.rules.RulesFixture.NOW;
import static org.assent.abci.rules.RulesFixture.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.assent.abci.testing.Hospital;
import org.assent.abci.testing.Keys;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.governance.Change;
import org.assent.ledger.governance.ChangeDigest;
import org.assent.ledger.governance.Limits;
import org.assent.ledger.governance.Upgrade;
import org.assent.ledger.governance.ValidatorPower;
import org.assent.ledger.signature.P256Signer;
import org.assent.ledger.signature.Signer;
import org.assent.ledger.state.GovernanceLeaf;
import org.assent.ledger.state.OrganizationKey;
import org.assent.ledger.state.OrganizationProfile;
import org.assent.ledger.state.ProposalLeaf;
import org.assent.ledger.transaction.ApproveChange;
import org.assent.ledger.transaction.ProposeChange;
import org.assent.ledger.transaction.RegisterOrganization;
import org.assent.ledger.transaction.RejectCode;
import org.assent.ledger.transaction.SignedTransaction;
import org.assent.ledger.transaction.UpdateOrganization;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("L4")
class GovernanceRulesTest {

    private static final P256Signer FIRST = Hospital.ACCREDITORS.get(0);
    private static final P256Signer SECOND = Hospital.ACCREDITORS.get(1);
    private static final Change SLOWER = new Change.SetLimits(new Limits(Duration.ofSeconds(60), 10, 100, 20, 5));

    private final RulesFixture ledger = new RulesFixture();
    private final List<Hospital> hospitals =
            IntStream.range(0, 4).mapToObj(i -> new Hospital("hospital" + i)).toList();
    private final Hospital newcomer = new Hospital("newcomer");
    private final P256Signer stranger = Keys.signer("stranger");

    /** Four members with a validator of equal power each, and one without. */
    @BeforeEach
    void register() {
        List<ValidatorPower> validators = new ArrayList<>();
        for (int i = 0; i < hospitals.size(); i++) {
            ledger.with(register(hospitals.get(i), validator(i)));
            validators.add(new ValidatorPower(
                    validator(i), 10, Optional.of(hospitals.get(i).id())));
        }
        ledger.with(register(newcomer, validator(4)));
        ledger.put(ledger.governance().withValidators(validators));
    }

    @Test
    void shouldMakeAChangeWhenTwoOfThreeAccreditorsApproved() {
        ledger.with(propose(1, SLOWER, FIRST)).already(propose(1, SLOWER, FIRST));
        assertThat(ledger.governance().limits()).isEqualTo(Limits.DEFAULT);
        assertThat(ledger.governance().open()).containsExactly(1L);

        ledger.with(approve(1, SLOWER, SECOND)).already(approve(1, SLOWER, SECOND));

        assertThat(ledger.governance().limits()).isEqualTo(new Limits(Duration.ofSeconds(60), 10, 100, 20, 5));
        assertThat(ledger.governance().open()).isEmpty();
        assertThat(ledger.state().proposal(1).orElseThrow().made()).isTrue();
    }

    @Test
    void shouldMakeAChangeWhenMoreThanTwoThirdsOfThePowerApproved() {
        ledger.with(propose(1, SLOWER, root(0)));
        ledger.with(approve(1, SLOWER, root(1)));
        assertThat(ledger.governance().limits()).as("half").isEqualTo(Limits.DEFAULT);

        ledger.with(approve(1, SLOWER, root(2)));

        assertThat(ledger.governance().limits()).as("three quarters").isNotEqualTo(Limits.DEFAULT);
    }

    @Test
    void shouldNotBeEnoughToHaveExactlyTwoThirdsOfThePower() {
        GovernanceLeaf before = ledger.governance();
        List<ValidatorPower> three = new ArrayList<>(before.validators());
        three.removeIf(validator -> validator.key().equals(validator(3)));
        ledger.put(before.withValidators(three));

        ledger.with(propose(1, SLOWER, root(0), root(1)));

        assertThat(ledger.governance().limits()).isEqualTo(Limits.DEFAULT);
        ledger.with(approve(1, SLOWER, root(2)));
        assertThat(ledger.governance().limits()).isNotEqualTo(Limits.DEFAULT);
    }

    @Test
    @Tag("TH-02")
    void shouldNotLetASingleOrganizationAddAValidator() {
        Change add = new Change.SetValidator(validator(4), newcomer.id(), 10);
        // whatever it signs with: its own keys have no vote, as a validator it has one of four
        ledger.refuses(RejectCode.NOT_ENTITLED, propose(1, add, newcomer.root()));
        ledger.refuses(RejectCode.NOT_ENTITLED, propose(1, add, newcomer.transaction()));
        ledger.with(propose(1, add, root(0)));
        ledger.already(approve(1, add, root(0)));
        assertThat(ledger.governance().validators()).hasSize(4);
        // nor with one accreditor, whose votes are not added to those of validators
        ledger.with(approve(1, add, FIRST));
        assertThat(ledger.governance().validators()).hasSize(4);

        ledger.with(approve(1, add, SECOND));

        assertThat(ledger.governance().validators())
                .contains(new ValidatorPower(validator(4), 10, Optional.of(newcomer.id())));
    }

    @Test
    @Tag("TH-02")
    void shouldRefuseAValidatorThatNoMemberInForceSaysIsItsOwn() {
        ledger.refuses(
                RejectCode.CHANGE_NOT_POSSIBLE,
                propose(1, new Change.SetValidator(Keys.bytes("rogue"), newcomer.id(), 10), FIRST, SECOND));
        ledger.refuses(
                RejectCode.CHANGE_NOT_POSSIBLE,
                propose(
                        1,
                        new Change.SetValidator(validator(4), hospitals.get(0).id(), 10),
                        FIRST,
                        SECOND));
        ledger.put(newcomer.id(), EnrollmentAndStudyRulesTest.suspended(ledger.organization(newcomer.id())));
        ledger.refuses(
                RejectCode.CHANGE_NOT_POSSIBLE,
                propose(1, new Change.SetValidator(validator(4), newcomer.id(), 10), FIRST, SECOND));
    }

    @Test
    void shouldEndAValidatorButNeverTheLast() {
        for (int i = 0; i < 3; i++) {
            ledger.with(propose(
                    i + 1,
                    new Change.SetValidator(validator(i), hospitals.get(i).id(), 0),
                    FIRST,
                    SECOND));
        }
        ledger.refuses(
                RejectCode.CHANGE_NOT_POSSIBLE,
                propose(
                        4,
                        new Change.SetValidator(validator(3), hospitals.get(3).id(), 0),
                        FIRST,
                        SECOND));
        assertThat(ledger.governance().validators()).hasSize(1);
    }

    @Test
    void shouldRefuseTheWholeWhenOneOfTheSignersHasNoVote() {
        ledger.refuses(RejectCode.NOT_ENTITLED, propose(1, SLOWER, FIRST, SECOND, stranger));
        ledger.with(propose(1, SLOWER, FIRST));
        ledger.refuses(RejectCode.NOT_ENTITLED, approve(1, SLOWER, SECOND, stranger));
        ledger.put(
                hospitals.get(0).id(),
                EnrollmentAndStudyRulesTest.suspended(
                        ledger.organization(hospitals.get(0).id())));
        ledger.refuses(RejectCode.NOT_ENTITLED, approve(1, SLOWER, root(0)));
    }

    @Test
    void shouldRefuseAProposalFirstForTheFirstReasonOfTheList() {
        ledger.refuses(
                RejectCode.EXPIRED, broken(newcomer.sign(new ProposeChange(9, SLOWER, NOW.minusSeconds(1)), stranger)));
        ledger.refuses(RejectCode.BAD_SIGNATURE, broken(propose(9, SLOWER, stranger)));
        ledger.refuses(RejectCode.NOT_ENTITLED, propose(9, SLOWER, stranger));
        Change late = new Change.ScheduleUpgrade(new Upgrade(10, 2)); // the block's height is 1
        ledger.refuses(RejectCode.WRONG_SEQUENCE, propose(9, late, FIRST));
        ledger.refuses(RejectCode.CHANGE_NOT_POSSIBLE, propose(1, late, FIRST));
        for (int i = 1; i <= GovernanceLeaf.MAX_OPEN; i++) {
            ledger.with(propose(i, SLOWER, FIRST));
        }
        ledger.refuses(RejectCode.CHANGE_NOT_POSSIBLE, propose(GovernanceLeaf.MAX_OPEN + 1, late, FIRST));
        ledger.refuses(RejectCode.TOO_MANY_PROPOSALS, propose(GovernanceLeaf.MAX_OPEN + 1, SLOWER, FIRST));
        ledger.at(NOW.plus(GovernanceRules.OPEN_FOR))
                .refuses(RejectCode.TOO_MANY_PROPOSALS, propose(GovernanceLeaf.MAX_OPEN + 1, SLOWER, FIRST));
        ledger.at(NOW.plus(GovernanceRules.OPEN_FOR).plusMillis(1))
                .with(propose(GovernanceLeaf.MAX_OPEN + 1, SLOWER, FIRST)); // those before are over
    }

    /** Else a single accreditor, or member with a validator, could keep all others from ever replacing it. */
    @Test
    @Tag("TH-02")
    void shouldDecideAtOnceWhenOneVoterHasOpenedAllProposalsThereMayBe() {
        for (int i = 1; i <= GovernanceLeaf.MAX_OPEN; i++) {
            ledger.with(propose(i, SLOWER, FIRST));
        }
        Change replace = new Change.SetAccreditors(List.of(SECOND.publicKey()), 1);
        long next = GovernanceLeaf.MAX_OPEN + 1L;
        ledger.refuses(RejectCode.TOO_MANY_PROPOSALS, propose(next, replace, SECOND));

        ledger.with(propose(next, replace, SECOND, Hospital.ACCREDITORS.get(2)));

        assertThat(ledger.governance().accreditors()).containsExactly(SECOND.publicKey());
        assertThat(ledger.governance().open()).hasSize(GovernanceLeaf.MAX_OPEN);
    }

    @Test
    void shouldRefuseAnApprovalFirstForTheFirstReasonOfTheList() {
        Change other = new Change.SetLimits(Limits.DEFAULT);
        ledger.with(propose(1, SLOWER, FIRST));
        ledger.refuses(
                RejectCode.EXPIRED,
                broken(newcomer.sign(new ApproveChange(9, ChangeDigest.of(other), NOW.minusSeconds(1)), stranger)));
        ledger.refuses(RejectCode.BAD_SIGNATURE, broken(approve(9, other, stranger)));
        ledger.refuses(RejectCode.UNKNOWN_PROPOSAL, approve(9, other, stranger));
        ledger.refuses(RejectCode.UNKNOWN_PROPOSAL, approve(1, other, SECOND)); // nobody approves something else
        ledger.at(NOW.plus(GovernanceRules.OPEN_FOR).plusMillis(1));
        ledger.refuses(RejectCode.NOT_ENTITLED, approve(1, SLOWER, stranger));
        ledger.refuses(RejectCode.PROPOSAL_CLOSED, approve(1, SLOWER, SECOND));
        ledger.with(propose(2, SLOWER, FIRST, SECOND));
        ledger.refuses(RejectCode.PROPOSAL_CLOSED, approve(2, SLOWER, root(0))); // made
    }

    @Test
    void shouldRefuseTheDecidingApprovalWhenTheChangeIsNotPossibleAnyMore() {
        Change upgrade = new Change.ScheduleUpgrade(new Upgrade(12, 2));
        ledger.with(propose(1, upgrade, FIRST));

        ledger.atHeight(3).refuses(RejectCode.CHANGE_NOT_POSSIBLE, approve(1, upgrade, SECOND));
        ledger.atHeight(2).with(approve(1, upgrade, SECOND));
        assertThat(ledger.governance().upgrade()).contains(new Upgrade(12, 2));
    }

    @Test
    void shouldAskTheNewAccreditorsOnceTheyAreChanged() {
        P256Signer fresh = Keys.signer("fresh accreditor");
        Change replace = new Change.SetAccreditors(List.of(fresh.publicKey()), 1);
        ledger.with(propose(1, SLOWER, FIRST));
        ledger.with(propose(2, replace, root(0), root(1), root(2))); // members replace accreditors who are gone

        ledger.refuses(RejectCode.NOT_ENTITLED, approve(1, SLOWER, SECOND));
        ledger.with(approve(1, SLOWER, fresh));
        assertThat(ledger.governance().limits()).isNotEqualTo(Limits.DEFAULT);
    }

    /** A member with a vote that changes its root keys again and again must not fill a proposal until no node could go on. */
    @Test
    @Tag("L3")
    @Tag("L9")
    void shouldRefuseAnApprovalWhenTheProposalHasAsManyAsItHolds() {
        ledger.with(propose(1, SLOWER, FIRST));
        Hospital rogue = hospitals.get(0);
        List<P256Signer> present = List.of(rogue.root());
        long approvals = 1;
        for (int round = 0; ; round++) {
            List<P256Signer> roots = new ArrayList<>();
            for (int i = 0; i < 14; i++) {
                roots.add(Keys.signer("rogue root " + round + " " + i));
            }
            ledger.with(
                    rogue.sign(new UpdateOrganization(rekeyed(rogue, roots), round + 2L, SOON), present.getFirst()));
            present = roots;
            Signer[] all = roots.toArray(Signer[]::new);
            if (approvals + all.length > ProposalLeaf.MAX_APPROVALS) {
                ledger.refuses(RejectCode.PROPOSAL_CLOSED, approve(1, SLOWER, all));
                break;
            }
            ledger.with(approve(1, SLOWER, all));
            approvals += all.length;
        }
        assertThat(ledger.state().proposal(1).orElseThrow().approvals()).hasSize((int) approvals);
        ledger.with(propose(2, SLOWER, FIRST, SECOND)); // the others go on without it
    }

    /** Votes cost no quota: what a voter can do without the others ends by the number of proposals and of approvals. */
    @Test
    @Tag("L9")
    void shouldBoundWhatOneVoterCanWriteInAMonthWithoutAnyQuota() {
        P256Signer member = root(0);
        int written = 0;
        for (int number = 1; ledger.apply(propose(number, SLOWER, member)) instanceof Outcome.Applied; number++) {
            written++;
        }
        for (int number = 1; number <= written; number++) {
            ledger.already(approve(number, SLOWER, member));
        }
        assertThat(written).isEqualTo(GovernanceLeaf.MAX_OPEN);

        // a member that has spent its quota votes all the same, and decides with the others
        for (Hospital hospital : hospitals) {
            ledger.put(hospital.id(), EnrollmentAndStudyRulesTest.withQuota(ledger.organization(hospital.id()), 0));
        }
        ledger.refuses(RejectCode.OVER_QUOTA, hospitals.get(1).enroll("alice", SOON));
        ledger.with(approve(1, SLOWER, root(1))).with(approve(1, SLOWER, root(2)));
        assertThat(ledger.governance().limits()).isNotEqualTo(Limits.DEFAULT);
    }

    private static OrganizationProfile rekeyed(Hospital hospital, List<P256Signer> roots) {
        OrganizationProfile profile =
                hospital.profile("hospital 0", Set.of(), List.of(hospital.node(validator(0))), hospital.transaction());
        List<OrganizationKey> keys = new ArrayList<>(profile.keys());
        keys.removeIf(key -> key.role() == OrganizationKey.Role.ROOT);
        roots.stream()
                .map(P256Signer::publicKey)
                .map(key -> OrganizationKey.always(OrganizationKey.Role.ROOT, key))
                .forEach(keys::add);
        return new OrganizationProfile(
                profile.firstRootKey(),
                profile.name(),
                keys,
                profile.addresses(),
                profile.tlsPins(),
                profile.flags(),
                profile.ownPolicy(),
                profile.foreignPolicy(),
                profile.nodes());
    }

    private static Bytes32 validator(int number) {
        return Keys.bytes("validator " + number);
    }

    private P256Signer root(int number) {
        return hospitals.get(number).root();
    }

    private SignedTransaction register(Hospital hospital, Bytes32 validator) {
        OrganizationProfile profile = hospital.profile(
                hospital == newcomer ? "newcomer" : "hospital " + hospitals.indexOf(hospital),
                Set.of(),
                List.of(hospital.node(validator)),
                hospital.transaction());
        return hospital.sign(new RegisterOrganization(profile, SOON), hospital.root(), FIRST, SECOND);
    }

    private SignedTransaction propose(long number, Change change, Signer... signers) {
        return newcomer.sign(new ProposeChange(number, change, ledger.soon()), signers);
    }

    private SignedTransaction approve(long number, Change change, Signer... signers) {
        return newcomer.sign(new ApproveChange(number, ChangeDigest.of(change), ledger.soon()), signers);
    }
}
