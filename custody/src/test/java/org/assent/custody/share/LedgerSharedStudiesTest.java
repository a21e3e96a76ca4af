package org.assent.custody.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.assent.custody.consent.ConsentSubmission;
import org.assent.custody.consent.RecordingOutcome;
import org.assent.custody.decision.Findable;
import org.assent.custody.study.StudyDescription;
import org.assent.custody.testing.FakeCatalogue;
import org.assent.custody.testing.FakeLedger;
import org.assent.custody.testing.TestSite;
import org.assent.decision.AccessDecision;
import org.assent.decision.request.Operation;
import org.assent.decision.terms.ConsentTerms;
import org.assent.decision.terms.Effect;
import org.assent.decision.terms.Period;
import org.assent.decision.terms.TermsCodec;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.commitment.Salt;
import org.assent.ledger.commitment.TermsOpening;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.state.Authority;
import org.assent.ledger.state.OpenConsent;
import org.assent.testsupport.FixedClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerSharedStudiesTest {

    @TempDir
    private Path folder;

    private final FixedClock clock = FixedClock.at("2026-03-01T12:00:00Z");
    private final FakeLedger ledger = new FakeLedger(clock);
    private TestSite north;
    private TestSite south;
    private TestSite east;

    @BeforeEach
    void open() throws InterruptedException {
        north = new TestSite("north", folder, ledger, clock);
        south = new TestSite("south", folder, ledger, clock);
        east = new TestSite("east", folder, ledger, clock);
        north.storeAndRegister("2.25.1", "p1");
        north.storeAndRegister("2.25.2", "p1");
        north.storeAndRegister("2.25.3", "p2");
    }

    @AfterEach
    void close() {
        east.close();
        south.close();
        north.close();
    }

    @Test
    void shouldOpenWhatTheConsentPermitsAndNothingElse() throws InterruptedException {
        record("c1", Set.of("2.25.1", "2.25.3"), Period.ALWAYS);

        assertThat(opened("c1"))
                .singleElement()
                .extracting(share -> share.study().studyInstanceUid())
                .isEqualTo("2.25.1");
        assertThat(north.custody().shared().openedBy("c1", north.organization()))
                .isEmpty();
        assertThat(north.custody().shared().openedBy("c9", south.organization()))
                .isEmpty();
    }

    @Test
    void shouldOpenNothingWhenAnotherConsentDeniesOrThePeriodHasNotBegun() throws InterruptedException {
        Instant tomorrow = clock.instant().plus(Duration.ofDays(1));
        record("c1", Set.of(), new Period(Optional.of(tomorrow), Optional.empty()));
        assertThat(opened("c1")).isEmpty();
        assertThat(north.custody().outbox().due(10)).isEmpty(); // due when it begins

        clock.set(tomorrow);
        ledger.heartbeat();
        assertThat(north.custody().outbox().due(10)).hasSize(1);
        assertThat(opened("c1")).hasSize(2);

        record("c2", Effect.DENY, Set.of("2.25.2"), Period.ALWAYS);
        assertThat(opened("c1")).hasSize(1);
    }

    @Test
    void shouldListAndPermitAtTheRecipientWhenItAccepted() throws InterruptedException {
        record("c1", Set.of("2.25.1"), Period.ALWAYS);
        assertThat(south.custody().shared().sourceOf("2.25.1")).isEmpty();

        assertThat(south.custody().shared().accept(north.organization(), onlyShare("c1")))
                .isTrue();

        assertThat(south.catalogue.shared())
                .containsExactly("2.25.1@" + north.organization().toHex());
        assertThat(south.custody().shared().sourceOf("2.25.1")).contains(north.organization());
        assertThat(southDecides("2.25.1")).isInstanceOf(AccessDecision.Permit.class);
        assertThat(southFinds()).containsExactly("2.25.1");
        assertThat(south.custody().decisions().decide(north.clinician(), "2.25.1", Operation.RETRIEVE))
                .isInstanceOf(AccessDecision.Deny.class); // South is no source of it, not even for North

        south.restart();
        assertThat(southDecides("2.25.1")).isInstanceOf(AccessDecision.Permit.class);
        assertThat(southFinds()).containsExactly("2.25.1");
    }

    @Test
    void shouldKeepNothingWhenAnOpeningDoesNotFit() throws InterruptedException {
        record("c1", Set.of("2.25.1"), Period.ALWAYS);
        SharedStudy share = onlyShare("c1");
        Bytes32 wrong = Bytes32.fromHex("66".repeat(32));
        ConsentTerms wider = TestSite.permit(Set.of(south.organization()), Set.of(), Period.ALWAYS);
        StudyDescription other = FakeCatalogue.study("2.25.2", "p1");

        List<SharedStudy> forged = List.of(
                with(share, wrong, share.terms(), share.studySalt(), share.manifestRoot(), share.study()),
                with(share, share.termsSalt(), wider, share.studySalt(), share.manifestRoot(), share.study()),
                with(share, share.termsSalt(), share.terms(), wrong, share.manifestRoot(), share.study()),
                with(share, share.termsSalt(), share.terms(), share.studySalt(), wrong, share.study()),
                with(share, share.termsSalt(), share.terms(), share.studySalt(), share.manifestRoot(), other));

        assertThat(forged).noneMatch(forgery -> south.custody().shared().accept(north.organization(), forgery));
        assertThat(south.custody().shared().accept(south.organization(), share)).isFalse(); // not from its source
        assertThat(south.catalogue.shared()).isEmpty();
        assertThat(southDecides("2.25.1")).isInstanceOf(AccessDecision.Deny.class);
    }

    @Test
    void shouldForgetWhenTheConsentIsClosed() throws InterruptedException {
        record("c1", Set.of("2.25.1"), Period.ALWAYS);
        south.custody().shared().accept(north.organization(), onlyShare("c1"));
        south.custody().start();

        north.custody().consents().close("c1", false, "{}", TestSite.WAIT);

        assertThat(southDecides("2.25.1")).isInstanceOf(AccessDecision.Deny.class); // from the block on
        await().until(() -> south.catalogue.shared().isEmpty());
        await().until(() -> south.record.unshared().contains("2.25.1@c1"));
        await().until(() -> count("custody.shares") == 0);
        assertThat(south.custody().shared().sourceOf("2.25.1")).isEmpty();
        assertThat(southFinds()).isEmpty();
    }

    @Test
    void shouldKeepTheFirstSharesWhenAnotherSourceTakesItsConsentIdAndUid() throws InterruptedException {
        // Given a share of North's, whose ConsentId everybody reads in the ledger
        record("c1", Set.of("2.25.1"), Period.ALWAYS);
        SharedStudy first = onlyShare("c1");
        south.custody().shared().accept(north.organization(), first);

        // When East shares a study with the same UID under the same ConsentId of a subject of its own
        SharedStudy second = imitated(first);
        assertThat(south.custody().shared().accept(east.organization(), second)).isTrue();

        // Then North's is in force, after a restart too
        assertInForce(first);
        south.restart();
        assertInForce(first);
        assertThat(south.custody().shared().keptFrom("2.25.1"))
                .containsExactlyInAnyOrder(north.organization(), east.organization());

        // And East's takes over when North's is gone
        south.custody().start();
        north.custody().consents().close("c1", false, "{}", TestSite.WAIT);
        await().until(() -> count("custody.shares") == 1);
        assertInForce(second);
        assertThat(south.record.unshared()).containsExactly("2.25.1@c1");
        assertThat(south.catalogue.shared())
                .containsExactly("2.25.1@" + east.organization().toHex());
    }

    @Test
    void shouldKeepItsUidWhenTheFirstSourceReplacesItsTerms() throws InterruptedException {
        // Given shares of two sources
        record("c1", Set.of("2.25.1"), Period.ALWAYS);
        SharedStudy first = onlyShare("c1");
        south.custody().shared().accept(north.organization(), first);
        SharedStudy second = imitated(first);
        south.custody().shared().accept(east.organization(), second);
        south.custody().start();

        // When the first replaces its terms
        record("c1", Set.of("2.25.1", "2.25.2"), Period.ALWAYS);
        await().until(() -> south.record.unshared().contains("2.25.1@c1"));

        // Then nobody's is shown until its new package is here
        await().until(() -> south.custody().shared().keptFrom("2.25.1").equals(Set.of(east.organization())));
        assertThat(southFinds()).isEmpty();
        assertThat(southDecides("2.25.1")).isInstanceOf(AccessDecision.Deny.class);
        south.restart();
        assertThat(south.custody().shared().sourceOf("2.25.1")).isEmpty();
        for (SharedStudy share : opened("c1")) {
            south.custody().shared().accept(north.organization(), share);
        }
        assertThat(south.custody().shared().sourceOf("2.25.1")).contains(north.organization());
        south.restart();
        assertThat(south.custody().shared().sourceOf("2.25.1")).contains(north.organization());
    }

    @Test
    void shouldGiveUpItsUidWhenAReplacedConsentIsClosed() throws InterruptedException {
        // Given a first share of which only its place is left
        record("c1", Set.of("2.25.1"), Period.ALWAYS);
        SharedStudy first = onlyShare("c1");
        south.custody().shared().accept(north.organization(), first);
        SharedStudy second = imitated(first);
        south.custody().shared().accept(east.organization(), second);
        south.custody().start();
        record("c1", Set.of("2.25.2"), Period.ALWAYS);
        await().until(() -> south.custody().shared().keptFrom("2.25.1").equals(Set.of(east.organization())));

        // When its consent is closed
        north.custody().consents().close("c1", false, "{}", TestSite.WAIT);

        // Then the second takes over
        await().until(() -> count("custody.shares") == 1);
        assertInForce(second);
    }

    @Test
    void shouldReplaceWhenTheTermsWereReplaced() throws InterruptedException {
        record("c1", Set.of("2.25.1"), Period.ALWAYS);
        SharedStudy before = onlyShare("c1");
        south.custody().shared().accept(north.organization(), before);

        record("c1", Set.of("2.25.1", "2.25.2"), Period.ALWAYS);

        assertThat(southDecides("2.25.1")).isInstanceOf(AccessDecision.Deny.class); // until the new package is here
        assertThat(south.custody().shared().accept(north.organization(), before))
                .isFalse();
        for (SharedStudy share : opened("c1")) {
            assertThat(south.custody().shared().accept(north.organization(), share))
                    .isTrue();
        }
        assertThat(southFinds()).containsExactlyInAnyOrder("2.25.1", "2.25.2");
        assertThat(count("custody.shares")).isEqualTo(2);
    }

    @Test
    void shouldFailClosedAtTheRecipientWhenItsLedgerIsStale() throws InterruptedException {
        record("c1", Set.of("2.25.1"), Period.ALWAYS);
        south.custody().shared().accept(north.organization(), onlyShare("c1"));

        clock.advance(Duration.ofSeconds(31));

        assertThat(southDecides("2.25.1")).isInstanceOf(AccessDecision.Undecided.class);
        assertThat(southFinds()).isEmpty();
    }

    @Test
    void shouldSendAgainWhenMoreOfThePatientIsRegistered() throws InterruptedException {
        record("c1", Set.of(), Period.ALWAYS);
        ShareOutbox.Delivery first = north.custody().outbox().due(10).getFirst();
        north.custody().outbox().delivered(first.id());

        north.storeAndRegister("2.25.4", "p1");

        assertThat(north.custody().outbox().due(10)).hasSize(1);
        assertThat(opened("c1")).hasSize(3);
    }

    @Test
    void shouldTryAgainWithGrowingPausesWhenADeliveryFails() throws InterruptedException {
        record("c1", Set.of("2.25.1"), Period.ALWAYS);
        record("c2", Set.of("2.25.2"), Period.ALWAYS);
        DatabaseShareOutbox outbox = north.custody().outbox();
        ShareOutbox.Delivery failing = outbox.due(10).getFirst();

        for (int attempt = 1; attempt < 12; attempt++) {
            outbox.failed(failing.id(), "no answer");
            assertThat(outbox.due(10))
                    .extracting(ShareOutbox.Delivery::consentResourceId)
                    .containsExactly("c2");
            clock.advance(Duration.ofMinutes(1));
            assertThat(outbox.due(10)).hasSize(2);
            assertThat(outbox.due(10).getFirst().attempts()).isEqualTo(attempt);
        }
        outbox.delivered(failing.id());
        assertThat(outbox.due(10)).hasSize(1);
    }

    @Test
    void shouldHoldNothingOfAPatientInTheClear() throws InterruptedException {
        record("c1", Set.of("2.25.1"), Period.ALWAYS);
        south.custody().shared().accept(north.organization(), onlyShare("c1"));

        List<String> secrets = inTheClear("Doe^Jane", "CT head", "resourceType", TestSite.BASIC);
        assertThat(dump(north)).contains("2.25.1").doesNotContain(secrets);
        assertThat(dump(south)).contains("2.25.1").doesNotContain(secrets);
    }

    /** All tables as SQL, in which bytes are hexadecimal digits. */
    private static String dump(TestSite site) {
        List<String> lines = site.database().jdbi().withHandle(handle -> handle.createQuery("script")
                .mapTo(String.class)
                .list());
        return String.join("\n", lines).toLowerCase(Locale.ROOT);
    }

    /** The texts as they are, and as bytes in hexadecimal digits. */
    private static List<String> inTheClear(String... texts) {
        return Arrays.stream(texts)
                .flatMap(text -> Stream.of(
                        text.toLowerCase(Locale.ROOT), HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8))))
                .toList();
    }

    private void record(String id, Set<String> studies, Period period) throws InterruptedException {
        record(id, Effect.PERMIT, studies, period);
    }

    private void record(String id, Effect effect, Set<String> studies, Period period) throws InterruptedException {
        Set<OrganizationId> recipients = Set.of(south.organization());
        ConsentSubmission submission =
                TestSite.submission(id, "patient-p1", TestSite.terms(effect, recipients, studies, period), recipients);
        RecordingOutcome.InForce done =
                (RecordingOutcome.InForce) north.custody().consents().record(submission, TestSite.WAIT);
        north.custody().consents().stored(done.operationId());
    }

    private List<SharedStudy> opened(String consent) {
        return north.custody().shared().openedBy(consent, south.organization());
    }

    private SharedStudy onlyShare(String consent) {
        List<SharedStudy> shares = opened(consent);
        assertThat(shares).hasSize(1);
        return shares.getFirst();
    }

    /** What East shares of a study of its own with this UID, under this ConsentId. */
    private SharedStudy imitated(SharedStudy share) throws InterruptedException {
        String uid = share.study().studyInstanceUid();
        east.storeAndRegister(uid, "p9");
        Set<OrganizationId> recipients = Set.of(south.organization());
        ConsentTerms terms = TestSite.permit(recipients, Set.of(uid), Period.ALWAYS);
        east.custody().consents().record(TestSite.submission("c9", "patient-p9", terms, recipients), TestSite.WAIT);
        SharedStudy own =
                east.custody().shared().openedBy("c9", south.organization()).getFirst();
        long sequence = own.sequence() + 1;
        TermsOpening opening = new TermsOpening(
                Salt.of(own.termsSalt()), own.subject(), share.consent(), sequence, TermsCodec.encode(terms));
        OpenConsent entry = new OpenConsent(share.consent(), sequence, opening.commitment(), Authority.CUSTODIAN);
        ledger.change(own.subject(), subject -> subject.recorded(entry, clock.instant()));
        return new SharedStudy(
                own.source(),
                own.subject(),
                share.consent(),
                sequence,
                own.termsSalt(),
                terms,
                own.consentResource(),
                own.studyRef(),
                own.studySalt(),
                own.manifestRoot(),
                own.study());
    }

    private void assertInForce(SharedStudy share) {
        String uid = share.study().studyInstanceUid();
        assertThat(south.custody().shared().sourceOf(uid)).contains(share.source());
        assertThat(southDecides(uid)).isInstanceOfSatisfying(AccessDecision.Permit.class, permit -> assertThat(
                        permit.basis().subject())
                .contains(share.subject()));
        assertThat(southFinds()).containsExactly(uid);
    }

    private AccessDecision southDecides(String uid) {
        return south.custody().decisions().decide(south.clinician(), uid, Operation.METADATA);
    }

    private Set<String> southFinds() {
        return south.custody().decisions().findable(south.clinician(), Operation.SEARCH) instanceof Findable.Local local
                ? local.shared().keySet()
                : Set.of();
    }

    private long count(String table) {
        return south.database().jdbi().withHandle(handle -> handle.createQuery("select count(*) from " + table)
                .mapTo(Long.class)
                .one());
    }

    private static SharedStudy with(
            SharedStudy share,
            Bytes32 termsSalt,
            ConsentTerms terms,
            Bytes32 studySalt,
            Bytes32 root,
            StudyDescription study) {
        return new SharedStudy(
                share.source(),
                share.subject(),
                share.consent(),
                share.sequence(),
                termsSalt,
                terms,
                share.consentResource(),
                share.studyRef(),
                studySalt,
                root,
                study);
    }
}
