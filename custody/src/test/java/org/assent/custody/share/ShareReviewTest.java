package org.assent.custody.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.assent.custody.consent.ConsentSubmission;
import org.assent.custody.consent.RecordingOutcome;
import org.assent.custody.decision.Findable;
import org.assent.custody.testing.FakeLedger;
import org.assent.custody.testing.TestSite;
import org.assent.decision.AccessDecision;
import org.assent.decision.request.Operation;
import org.assent.decision.terms.Effect;
import org.assent.decision.terms.Period;
import org.assent.ledger.identity.ConsentId;
import org.assent.ledger.identity.OrganizationId;
import org.assent.testsupport.FixedClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a later consent denies is withdrawn from those who hold a share of it, and shared again when it is denied no more. */
class ShareReviewTest {

    @TempDir
    private Path folder;

    private final FixedClock clock = FixedClock.at("2026-03-01T12:00:00Z");
    private final FakeLedger ledger = new FakeLedger(clock);
    private TestSite north;
    private TestSite south;
    private ShareReview review;

    @BeforeEach
    void open() throws InterruptedException {
        north = new TestSite("north", folder, ledger, clock);
        south = new TestSite("south", folder, ledger, clock);
        north.storeAndRegister("2.25.1", "p1");
        north.storeAndRegister("2.25.2", "p1");
        review = north.custody().review();
        record("c1", Effect.PERMIT, Set.of(south.organization()), Set.of());
        deliver();
    }

    @AfterEach
    void close() {
        south.close();
        north.close();
    }

    @Test
    void shouldWithdrawTheStudyWhenALaterConsentDeniesTheRecipientAndShareAgainWhenThatEnds()
            throws InterruptedException {
        assertThat(southFinds()).containsExactlyInAnyOrder("2.25.1", "2.25.2");

        record("c2", Effect.DENY, Set.of(south.organization()), Set.of("2.25.2"));
        assertThat(due()).containsExactly("c1");
        deliver();
        assertThat(southFinds()).containsExactly("2.25.1");
        assertThat(southDecides("2.25.2")).isInstanceOf(AccessDecision.Deny.class);
        assertThat(south.custody().shared().sourceOf("2.25.2")).isEmpty();
        assertThat(south.catalogue.shared())
                .containsExactly("2.25.1@" + north.organization().toHex());
        assertThat(south.record.unshared()).containsExactly("2.25.2@c1");
        assertThat(due()).isEmpty();

        north.custody().consents().close("c2", false, "{}", TestSite.WAIT);
        assertThat(due()).containsExactly("c1");
        deliver();
        assertThat(southFinds()).containsExactlyInAnyOrder("2.25.1", "2.25.2");
        assertThat(due()).isEmpty();
    }

    @Test
    void shouldWithdrawEverythingWhenALaterConsentDeniesEverybody() throws InterruptedException {
        record("c2", Effect.DENY, Set.of(), Set.of());

        assertThat(due()).containsExactly("c1");
        deliver();

        assertThat(southFinds()).isEmpty();
        assertThat(south.catalogue.shared()).isEmpty();
        south.restart();
        assertThat(southFinds()).isEmpty();
    }

    @Test
    void shouldStillWithdrawWhenTheSourceWasKilledBeforeItsDelivery() throws InterruptedException {
        record("c2", Effect.DENY, Set.of(south.organization()), Set.of());
        north.restart();
        north.custody().start();

        await().until(() -> !north.custody().outbox().due(10).isEmpty());
        deliver();

        assertThat(southFinds()).isEmpty();
    }

    @Test
    void shouldWithdrawAtTheMomentOfDeliveryWhenTheDenialCameAfterTheShareWasPut() throws InterruptedException {
        north.storeAndRegister("2.25.3", "p1"); // puts the share again
        record("c2", Effect.DENY, Set.of(south.organization()), Set.of());

        deliver();

        assertThat(southFinds()).isEmpty();
    }

    @Test
    void shouldPutNothingWhenWhatIsOpenedIsWhatIsHeld() throws InterruptedException {
        record("c2", Effect.DENY, Set.of(north.organization()), Set.of());
        assertThat(due()).isEmpty();
    }

    @Test
    void shouldForgetWhatWasOfferedWhenTheConsentIsClosed() throws InterruptedException {
        north.custody().consents().close("c1", false, "{}", TestSite.WAIT);

        review.round();

        assertThat(offered()).isZero();
    }

    @Test
    void shouldWithdrawNothingWhenAnotherOrganizationThanTheSourceAsks() {
        ConsentId consent = opened().getFirst().consent();

        south.custody().shared().withdrawn(south.organization(), new EndedShare(consent, "2.25.1"));
        south.custody().shared().withdrawn(north.organization(), new EndedShare(consent, "2.25.9"));

        assertThat(southFinds()).containsExactlyInAnyOrder("2.25.1", "2.25.2");
    }

    @Test
    void shouldTakeNothingOlderThanWhatWasTakenWhenTheSiteIsStartedAgain() {
        assertThat(south.custody().shared().takes(north.organization(), 7)).isTrue();
        assertThat(south.custody().shared().takes(north.organization(), 9)).isTrue();
        south.restart();

        assertThat(south.custody().shared().takes(north.organization(), 8)).isFalse();
        assertThat(south.custody().shared().takes(north.organization(), 9)).isTrue();
        assertThat(south.custody().shared().takes(south.organization(), 1)).isTrue(); // each organization by itself
    }

    @Test
    void shouldGiveGrowingRevisionsWhenTheClockStandsStillOrGoesBack() {
        long first = north.custody().shared().nextRevision(south.organization());
        long second = north.custody().shared().nextRevision(south.organization());
        clock.advance(Duration.ofHours(-1));
        north.restart();
        long third = north.custody().shared().nextRevision(south.organization());

        assertThat(List.of(first, second, third)).isSorted().doesNotHaveDuplicates();
    }

    private void record(String id, Effect effect, Set<OrganizationId> actors, Set<String> studies)
            throws InterruptedException {
        Set<OrganizationId> recipients = effect == Effect.PERMIT ? actors : Set.of();
        ConsentSubmission submission = TestSite.submission(
                id, "patient-p1", TestSite.terms(effect, actors, studies, Period.ALWAYS), recipients);
        RecordingOutcome.InForce done =
                (RecordingOutcome.InForce) north.custody().consents().record(submission, TestSite.WAIT);
        north.custody().consents().stored(done.operationId());
    }

    /** The consents for which a delivery is due after a review. */
    private List<String> due() {
        review.round();
        return north.custody().outbox().due(10).stream()
                .map(ShareOutbox.Delivery::consentResourceId)
                .toList();
    }

    /** What the FHIR side does with what is due. */
    private void deliver() {
        LedgerSharedStudies source = north.custody().shared();
        LedgerSharedStudies recipient = south.custody().shared();
        for (ShareOutbox.Delivery delivery : north.custody().outbox().due(10)) {
            for (OfferedShare ended : source.endedFor(delivery.consentResourceId(), south.organization())) {
                recipient.withdrawn(north.organization(), ended.ended());
                source.ended(ended);
            }
            for (SharedStudy study : source.openedBy(delivery.consentResourceId(), south.organization())) {
                source.offering(south.organization(), study);
                assertThat(recipient.accept(north.organization(), study)).isTrue();
            }
            north.custody().outbox().delivered(delivery.id());
        }
    }

    private List<SharedStudy> opened() {
        return north.custody().shared().openedBy("c1", south.organization());
    }

    private Set<String> southFinds() {
        return south.custody().decisions().findable(south.clinician(), Operation.SEARCH) instanceof Findable.Local local
                ? local.shared().keySet()
                : Set.of();
    }

    private AccessDecision southDecides(String uid) {
        return south.custody().decisions().decide(south.clinician(), uid, Operation.METADATA);
    }

    private long offered() {
        return north.database().jdbi().withHandle(handle -> handle.createQuery(
                        "select count(*) from custody.offered_shares")
                .mapTo(Long.class)
                .one());
    }
}
