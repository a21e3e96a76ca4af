package org.assent.custody.restriction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.assent.custody.consent.RecordingOutcome;
import org.assent.custody.testing.FakeLedger;
import org.assent.custody.testing.TestSite;
import org.assent.decision.AccessDecision;
import org.assent.decision.request.Operation;
import org.assent.decision.terms.Period;
import org.assent.ledger.signature.P256Signer;
import org.assent.ledger.signature.Signer;
import org.assent.ledger.state.CustodyMode;
import org.assent.ledger.state.Subject;
import org.assent.ledger.transaction.CloseConsent;
import org.assent.ledger.transaction.EnrollSubject;
import org.assent.ledger.transaction.FreezeSubject;
import org.assent.ledger.transaction.RejectCode;
import org.assent.ledger.transaction.Transaction;
import org.assent.ledger.transaction.TransactionCodec;
import org.assent.ledger.transaction.TransactionSigner;
import org.assent.testsupport.FixedClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an authority signed elsewhere binds at the source before the ledger has it. */
@Tag("L8")
class HandedRestrictionsTest {

    private static final Duration WAIT = Duration.ofSeconds(2);

    @TempDir
    private Path folder;

    private final FixedClock clock = FixedClock.at("2026-03-01T12:00:00Z");
    private final FakeLedger ledger = new FakeLedger(clock);
    private TestSite north;
    private TestSite south;
    private RecordingOutcome.InForce consent;

    @BeforeEach
    void open() throws InterruptedException {
        north = new TestSite("north", folder, ledger, clock);
        south = new TestSite("south", folder, ledger, clock);
        north.storeAndRegister("2.25.1", "p1");
        consent = (RecordingOutcome.InForce) north.custody()
                .consents()
                .record(
                        TestSite.submission(
                                "c1",
                                "patient-p1",
                                TestSite.permit(Set.of(south.organization()), Set.of(), Period.ALWAYS),
                                Set.of(south.organization())),
                        TestSite.WAIT);
        assertThat(foreign()).isInstanceOf(AccessDecision.Permit.class);
    }

    @AfterEach
    void close() {
        south.close();
        north.close();
    }

    @Test
    void shouldDenyAtOnceWhenAFreezeIsHandedOverAndTheLedgerIsAway() throws InterruptedException {
        ledger.mode(FakeLedger.Mode.AWAY);

        assertThat(hand(new FreezeSubject(consent.subject(), 1))).isEqualTo(new HandingOutcome.BindsHere());

        assertThat(foreign()).isInstanceOfSatisfying(AccessDecision.Deny.class, deny -> assertThat(deny.reason())
                .isEqualTo(AccessDecision.Reason.FROZEN));
    }

    @Test
    void shouldStillDenyWhenTheSiteWasRestartedMeanwhile() throws InterruptedException {
        ledger.mode(FakeLedger.Mode.AWAY);
        hand(close(consent));

        north.restart();

        assertThat(foreign()).isInstanceOf(AccessDecision.Deny.class);
    }

    @Test
    void shouldSubmitItWhenTheLedgerIsBack() throws InterruptedException {
        ledger.mode(FakeLedger.Mode.AWAY);
        hand(close(consent));
        north.custody().start();

        ledger.mode(FakeLedger.Mode.ONLINE);

        await().atMost(20, TimeUnit.SECONDS).until(() -> ledger.subject(consent.subject())
                .orElseThrow()
                .consent(consent.consent())
                .isEmpty());
        assertThat(foreign()).isInstanceOf(AccessDecision.Deny.class);
    }

    @Test
    void shouldBindNothingWhenTheRulesRefuseIt() throws InterruptedException {
        ledger.judging(new RestrictionRules.Refused(RejectCode.NOT_ENTITLED));

        assertThat(hand(close(consent))).isEqualTo(new HandingOutcome.Refused(RejectCode.NOT_ENTITLED));

        assertThat(foreign()).isInstanceOf(AccessDecision.Permit.class);
    }

    @Test
    void shouldRefuseWhateverIsNoRestriction() throws InterruptedException {
        Signer key = key();
        Transaction enrolment = new EnrollSubject(
                north.organization(),
                key.publicKey(),
                CustodyMode.SELF,
                clock.instant().plusSeconds(60));

        assertThat(hand(enrolment)).isEqualTo(new HandingOutcome.Refused(RejectCode.MALFORMED));
        assertThat(north.custody().restrictions().hand(new byte[] {1, 2, 3}, WAIT))
                .isEqualTo(new HandingOutcome.Refused(RejectCode.MALFORMED));
        assertThat(north.custody().restrictions().hand(new byte[0], WAIT))
                .isEqualTo(new HandingOutcome.Refused(RejectCode.MALFORMED));
    }

    @Test
    void shouldTellWhomItIsAboutOnlyWhenOneOfTheSubjectsKeysIsNamed() {
        Signer stranger = P256Signer.generate(new SecureRandom());
        HandedRestrictions restrictions = north.custody().restrictions();

        assertThat(restrictions.claimed(envelope(close(consent)))).contains(consent.subject());
        assertThat(restrictions.claimed(TransactionCodec.encode(
                        new TransactionSigner(ledger.chainId()).sign(close(consent), stranger))))
                .isEmpty();
        assertThat(restrictions.claimed(new byte[] {1, 2, 3})).isEmpty();
    }

    @Test
    void shouldTellNobodyThatASubjectWasErased() throws InterruptedException {
        byte[] closing = envelope(close(consent));
        ledger.change(consent.subject(), Subject::erased);
        ledger.judging(new RestrictionRules.Done());

        assertThat(north.custody().restrictions().hand(closing, WAIT))
                .isEqualTo(new HandingOutcome.Refused(RejectCode.NOT_ENTITLED));
    }

    @Test
    void shouldOnlySubmitItWhenTheSubjectIsAnotherSources() throws InterruptedException {
        ledger.mode(FakeLedger.Mode.AWAY);

        assertThat(south.custody().restrictions().hand(envelope(close(consent)), WAIT))
                .isEqualTo(new HandingOutcome.Away());
    }

    private static CloseConsent close(RecordingOutcome.InForce consent) {
        return new CloseConsent(consent.subject(), consent.consent(), CloseConsent.ClosedAs.INACTIVE);
    }

    private HandingOutcome hand(Transaction restriction) throws InterruptedException {
        return north.custody().restrictions().hand(envelope(restriction), WAIT);
    }

    private byte[] envelope(Transaction restriction) {
        return TransactionCodec.encode(new TransactionSigner(ledger.chainId()).sign(restriction, key()));
    }

    /** The key that north keeps for the patient. */
    private Signer key() {
        return north.subjects().find(consent.subject()).orElseThrow().key();
    }

    private AccessDecision foreign() {
        return north.custody().decisions().decide(south.clinician(), "2.25.1", Operation.RETRIEVE);
    }
}
