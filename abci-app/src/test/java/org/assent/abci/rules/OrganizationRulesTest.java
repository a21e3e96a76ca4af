package org.assent.abci.rules;

import static org.assent.abci.rules.RulesFixture.NOW;
import static org.assent.abci.rules.RulesFixture.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.assent.abci.testing.Hospital;
import org.assent.abci.testing.Keys;
import org.assent.ledger.signature.Signature;
import org.assent.ledger.state.OrganizationLeaf;
import org.assent.ledger.state.OrganizationProfile;
import org.assent.ledger.transaction.KeySignature;
import org.assent.ledger.transaction.RegisterOrganization;
import org.assent.ledger.transaction.RejectCode;
import org.assent.ledger.transaction.SignedTransaction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("L4")
class OrganizationRulesTest {

    private final RulesFixture ledger = new RulesFixture();
    private final Hospital north = new Hospital("north");

    @Test
    void shouldOpenTheLeafWhenTwoOfThreeAccreditorsVouch() {
        ledger.with(north.register(SOON));

        assertThat(ledger.organization(north.id()))
                .isEqualTo(OrganizationLeaf.registered(north.profile(), 1_000_000, NOW));
    }

    @Test
    void shouldSayAlreadyAppliedWhenItIsSentAgain() {
        ledger.with(north.register(SOON));

        assertThat(ledger.apply(north.register(SOON))).isInstanceOf(Outcome.AlreadyApplied.class);
        assertThat(ledger.at(SOON.plusSeconds(1)).apply(north.register(SOON)))
                .as("after it expired")
                .isInstanceOf(Outcome.AlreadyApplied.class);
    }

    @Test
    void shouldRefuseFirstForTheFirstReasonOfTheList() {
        OrganizationProfile other = withOtherRootKey(north.profile());
        // MALFORMED before all: also expired, also signed by nobody who could
        assertThat(ledger.code(north.sign(new RegisterOrganization(other, NOW.minusSeconds(1)), Keys.signer("nobody"))))
                .contains(RejectCode.MALFORMED);
        // EXPIRED before BAD_SIGNATURE
        assertThat(ledger.code(broken(north.register(NOW.minusSeconds(1))))).contains(RejectCode.EXPIRED);
        // BAD_SIGNATURE before NOT_ACCREDITED: the root key has not signed, and no accreditor
        assertThat(ledger.code(north.sign(new RegisterOrganization(north.profile(), SOON), Keys.signer("nobody"))))
                .contains(RejectCode.BAD_SIGNATURE);
        // NOT_ACCREDITED before EXISTS
        ledger.with(north.register(SOON));
        assertThat(ledger.code(north.sign(
                        new RegisterOrganization(renamed(north.profile()), SOON),
                        north.root(),
                        Hospital.ACCREDITORS.getFirst())))
                .contains(RejectCode.NOT_ACCREDITED);
        // EXISTS last
        assertThat(ledger.code(north.sign(
                        new RegisterOrganization(renamed(north.profile()), SOON),
                        north.root(),
                        Hospital.ACCREDITORS.get(0),
                        Hospital.ACCREDITORS.get(1))))
                .contains(RejectCode.EXISTS);
    }

    @Test
    void shouldRefuseWhenOneOfTheSignaturesDoesNotVerify() {
        assertThat(ledger.code(broken(north.register(SOON)))).contains(RejectCode.BAD_SIGNATURE);
        assertThat(ledger.state().organization(north.id())).isEmpty();
    }

    @Test
    void shouldRefuseWhenSignedForAnotherChain() {
        assertThat(ledger.code(new Hospital("north", "another-chain").register(SOON)))
                .contains(RejectCode.BAD_SIGNATURE);
    }

    @Test
    void shouldTakeEffectOnlyWithinSevenDaysBeforeItExpires() {
        Duration most = Duration.ofDays(7);
        assertThat(ledger.code(north.register(NOW.plus(most).plusSeconds(1)))).contains(RejectCode.EXPIRED);
        assertThat(ledger.code(north.register(NOW.minusSeconds(1)))).contains(RejectCode.EXPIRED);
        assertThat(ledger.code(new Hospital("south").register(NOW))).isEmpty();
        assertThat(ledger.code(north.register(NOW.plus(most)))).isEmpty();
    }

    private static OrganizationProfile withOtherRootKey(OrganizationProfile profile) {
        return new OrganizationProfile(
                Keys.signer("not among the keys").publicKey(),
                profile.name(),
                profile.keys(),
                profile.addresses(),
                profile.tlsPins(),
                profile.flags(),
                profile.ownPolicy(),
                profile.foreignPolicy(),
                profile.nodes());
    }

    private static OrganizationProfile renamed(OrganizationProfile profile) {
        return new OrganizationProfile(
                profile.firstRootKey(),
                "another name",
                profile.keys(),
                profile.addresses(),
                profile.tlsPins(),
                profile.flags(),
                profile.ownPolicy(),
                profile.foreignPolicy(),
                profile.nodes());
    }

    /** The same transaction with one signature changed in its last bit. */
    static SignedTransaction broken(SignedTransaction transaction) {
        KeySignature first = transaction.signatures().getFirst();
        byte[] bytes = first.signature().toByteArray();
        bytes[Signature.LENGTH - 1] ^= 1;
        List<KeySignature> signatures = new java.util.ArrayList<>(transaction.signatures());
        signatures.set(0, new KeySignature(first.key(), Signature.of(bytes)));
        return new SignedTransaction(transaction.body(), signatures);
    }
}
