package org.assent.custody.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.assent.custody.consent.ConsentSubmission;
import org.assent.custody.consent.RecordingOutcome;
import org.assent.custody.testing.FakeLedger;
import org.assent.custody.testing.TestSite;
import org.assent.decision.AccessDecision;
import org.assent.decision.ListedStudy;
import org.assent.decision.request.Operation;
import org.assent.decision.request.PurposeOfUse;
import org.assent.decision.request.Requester;
import org.assent.decision.terms.ConsentTerms;
import org.assent.decision.terms.Effect;
import org.assent.decision.terms.Period;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.identity.ConsentId;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.state.Authority;
import org.assent.ledger.state.OpenConsent;
import org.assent.ledger.state.OrganizationProfile;
import org.assent.testsupport.FixedClock;
import org.assent.testsupport.Seeds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerDecisionPointTest {

    @TempDir
    private Path folder;

    private final FixedClock clock = FixedClock.at("2026-03-01T12:00:00Z");
    private final FakeLedger ledger = new FakeLedger(clock);
    private TestSite north;
    private TestSite south;

    @BeforeEach
    void open() throws InterruptedException {
        north = new TestSite("north", folder, ledger, clock);
        south = new TestSite("south", folder, ledger, clock);
        north.storeAndRegister("2.25.1", "p1");
    }

    @AfterEach
    void close() {
        south.close();
        north.close();
    }

    @Test
    @Tag("GD-10")
    void shouldDenyOthersAndPermitOwnWhenThereIsNoConsent() {
        assertThat(own("2.25.1")).isInstanceOf(AccessDecision.Permit.class);
        assertThat(foreign("2.25.1")).satisfies(denied(AccessDecision.Reason.NO_PERMIT));
        assertThat(foreign("2.25.9")).satisfies(denied(AccessDecision.Reason.UNKNOWN_STUDY));
    }

    @Test
    void shouldNameConsentAndHeightWhenItPermits() throws InterruptedException {
        RecordingOutcome.InForce consent = permit("c1", Period.ALWAYS);
        ledger.heartbeat();

        AccessDecision decision = foreign("2.25.1");

        assertThat(decision).isInstanceOf(AccessDecision.Permit.class);
        assertThat(decision.basis().height()).isEqualTo(consent.height() + 1);
        assertThat(decision.basis().consents()).singleElement().satisfies(relied -> {
            assertThat(relied.reference()).isEqualTo("Consent/c1");
            assertThat(relied.consent()).isEqualTo(consent.consent());
        });
        TokenFacts token = decisions().tokenFacts(south.clinician(), "2.25.1").orElseThrow();
        assertThat(token.patientId()).isEqualTo("patient-p1");
        assertThat(token.consents()).containsExactly("Consent/c1");
        assertThat(token.policies()).containsExactly(TestSite.BASIC);
        assertThat(token.notAfter()).isEmpty();
        assertThat(decisions().tokenFacts(south.clinician(), "2.25.9")).isEmpty();
    }

    @Test
    @Tag("TH-25")
    @Tag("TH-24")
    void shouldBeUndecidedForOthersWhateverTheyAskWhenTheLedgerIsStale() throws InterruptedException {
        permit("c1", Period.ALWAYS);
        clock.advance(Duration.ofSeconds(31));

        for (String uid : List.of("2.25.1", "2.25.9")) {
            assertThat(foreign(uid))
                    .isInstanceOfSatisfying(AccessDecision.Undecided.class, undecided -> assertThat(undecided.cause())
                            .isEqualTo(AccessDecision.Cause.STALE));
        }
        assertThat(decisions().findable(south.clinician(), Operation.SEARCH)).isInstanceOf(Findable.Undecided.class);
        assertThat(decisions().currentEnoughForOthers()).isFalse();
        assertThat(own("2.25.1")).isInstanceOf(AccessDecision.Permit.class);

        ledger.heartbeat();
        assertThat(foreign("2.25.1")).isInstanceOf(AccessDecision.Permit.class);
    }

    @Test
    void shouldDenyOthersWhenTheSubjectIsFrozen() throws InterruptedException {
        RecordingOutcome.InForce consent = permit("c1", Period.ALWAYS);

        ledger.change(consent.subject(), subject -> subject.frozen(Optional.of(Authority.CUSTODIAN)));

        assertThat(foreign("2.25.1")).satisfies(denied(AccessDecision.Reason.FROZEN));
        assertThat(own("2.25.1")).isInstanceOf(AccessDecision.Permit.class);
    }

    @Test
    void shouldDenyOthersWhenTheStudyIsWithdrawn() throws InterruptedException {
        permit("c1", Period.ALWAYS);
        north.catalogue.delete("2.25.1");
        north.custody().registration().round();

        assertThat(foreign("2.25.1")).satisfies(denied(AccessDecision.Reason.NOT_REGISTERED));
    }

    @Test
    void shouldDenyAnOrganizationThatIsSuspendedOrUnknown() throws InterruptedException {
        permit("c1", Period.ALWAYS);
        ledger.suspend(south.keys.profile("south", List.of("https://south.example:8443"), Set.of(), List.of()));
        assertThat(foreign("2.25.1")).satisfies(denied(AccessDecision.Reason.UNKNOWN_REQUESTER));

        Requester stranger =
                new Requester(OrganizationId.fromHex("99".repeat(32)), "somebody", Set.of(PurposeOfUse.TREAT));
        assertThat(decisions().decide(stranger, "2.25.1", Operation.RETRIEVE))
                .satisfies(denied(AccessDecision.Reason.UNKNOWN_REQUESTER));
    }

    @Test
    void shouldBeUndecidedWhenTheContentOfAnOpenConsentIsMissing() throws InterruptedException {
        RecordingOutcome.InForce consent = permit("c1", Period.ALWAYS);

        ledger.change(
                consent.subject(),
                subject -> subject.recorded(
                        new OpenConsent(
                                ConsentId.fromHex("77".repeat(16)),
                                subject.leaf().sequence() + 1,
                                Bytes32.fromHex("77".repeat(32)),
                                Authority.SELF),
                        Instant.EPOCH));

        assertThat(foreign("2.25.1"))
                .isInstanceOfSatisfying(AccessDecision.Undecided.class, undecided -> assertThat(undecided.cause())
                        .isEqualTo(AccessDecision.Cause.CONTENT_MISSING));
        assertThat(own("2.25.1")).isInstanceOf(AccessDecision.Permit.class);
        assertThat(decisions().findable(south.clinician(), Operation.SEARCH))
                .isInstanceOfSatisfying(Findable.Only.class, only -> assertThat(only.studyInstanceUids())
                        .isEmpty());
    }

    @Test
    void shouldGoOnDenyingUntilTheBlockWhenAConsentThatDeniesIsClosed() throws InterruptedException {
        permit("c1", Period.ALWAYS);
        record("c2", Effect.DENY, Set.of(), Period.ALWAYS);
        assertThat(foreign("2.25.1")).satisfies(denied(AccessDecision.Reason.DENIED_BY_CONSENT));
        ledger.mode(FakeLedger.Mode.AWAY);

        north.custody().consents().close("c2", false, "{}", Duration.ofMillis(20));
        assertThat(foreign("2.25.1")).satisfies(denied(AccessDecision.Reason.DENIED_BY_CONSENT));

        ledger.mode(FakeLedger.Mode.ONLINE);
        await().until(() -> foreign("2.25.1") instanceof AccessDecision.Permit);
    }

    @Test
    void shouldCallBackWhenAPeriodEnds() throws InterruptedException {
        Instant end = clock.instant().plusSeconds(20);
        RecordingOutcome.InForce consent = permit("c1", new Period(Optional.empty(), Optional.of(end)));
        List<SubjectId> changed = new CopyOnWriteArrayList<>();
        decisions().onChange(changed::add);
        north.custody().start();
        assertThat(decisions()
                        .tokenFacts(south.clinician(), "2.25.1")
                        .orElseThrow()
                        .notAfter())
                .contains(end);

        clock.advance(Duration.ofSeconds(21)); // no block: the site's own clock suffices

        await().until(() -> changed.contains(consent.subject()));
        assertThat(foreign("2.25.1")).satisfies(denied(AccessDecision.Reason.NO_PERMIT));
    }

    @Test
    void shouldCallBackWhenTheLedgerGrowsStale() throws InterruptedException {
        RecordingOutcome.InForce consent = permit("c1", Period.ALWAYS);
        List<SubjectId> changed = new CopyOnWriteArrayList<>();
        north.custody().start();
        decisions().onChange(changed::add);
        clock.advance(Duration.ofSeconds(31));

        await().until(() -> changed.contains(consent.subject()));
    }

    @Test
    void shouldTellOfAChangeOnlyWhenAnOrganizationIsAnotherNotWhenItsBalanceIs() throws InterruptedException {
        // Given a consent and somebody who listens
        RecordingOutcome.InForce consent = permit("c1", Period.ALWAYS);
        List<SubjectId> changed = new CopyOnWriteArrayList<>();
        decisions().onChange(changed::add);
        OrganizationProfile profile =
                south.keys.profile("south", List.of("https://south.example:8443"), Set.of(), List.of());

        // When South pays for a transaction, such as an anchor of its access log
        ledger.charge(profile, 999);
        ledger.charge(profile, 998);

        // Then nobody is told; but they are when it is suspended, and when it no longer is
        assertThat(changed).isEmpty();
        ledger.suspend(profile);
        assertThat(changed).containsExactly(consent.subject());
        ledger.charge(profile, 997);
        assertThat(changed).containsExactly(consent.subject(), consent.subject());
    }

    @Test
    void shouldFindExactlyWhatIsPermitted() throws InterruptedException {
        Random random = Seeds.random("LedgerDecisionPointTest.shouldFindExactlyWhatIsPermitted");
        List<String> uids = new ArrayList<>();
        for (int i = 1; i <= 8; i++) {
            uids.add("2.25." + i);
            north.storeAndRegister("2.25." + i, "p" + (i % 3));
        }
        uids.add("2.25.99"); // not there
        north.catalogue.store("2.25.50", "p1"); // stored, and not registered
        uids.add("2.25.50");
        List<Requester> requesters = List.of(
                north.clinician(),
                south.clinician(),
                new Requester(north.organization(), "x", Set.of(new PurposeOfUse(PurposeOfUse.ACT_REASON, "HRESCH"))),
                new Requester(south.organization(), "x", Set.of(new PurposeOfUse(PurposeOfUse.ACT_REASON, "HRESCH"))));
        for (int step = 0; step < 40; step++) {
            String consent = "c" + random.nextInt(6);
            if (random.nextInt(4) == 0) {
                north.custody().consents().close(consent, false, "{}", TestSite.WAIT);
            } else {
                Set<OrganizationId> recipients =
                        switch (random.nextInt(3)) {
                            case 0 -> Set.of();
                            case 1 -> Set.of(south.organization());
                            default -> Set.of(north.organization());
                        };
                ConsentTerms terms = TestSite.terms(
                        random.nextInt(3) == 0 ? Effect.DENY : Effect.PERMIT,
                        recipients,
                        random.nextBoolean() ? Set.of() : Set.of(uids.get(random.nextInt(uids.size()))),
                        Period.ALWAYS);
                north.custody()
                        .consents()
                        .record(
                                TestSite.submission(consent, "patient-p" + (consent.charAt(1) % 3), terms, Set.of()),
                                TestSite.WAIT);
            }
            for (Requester requester : requesters) {
                Findable findable = decisions().findable(requester, Operation.SEARCH);
                for (String uid : uids) {
                    boolean permitted =
                            decisions().decide(requester, uid, Operation.SEARCH) instanceof AccessDecision.Permit;
                    boolean held = !uid.equals("2.25.99");
                    assertThat(finds(findable, uid, held))
                            .as("step %s: %s of %s", step, uid, requester)
                            .isEqualTo(permitted);
                }
            }
        }
    }

    @Test
    @Tag("L7")
    void shouldDecideAboutEveryStudyOfThePatientAtOneHeightWhenAnotherOrganizationSearches()
            throws InterruptedException {
        north.storeAndRegister("2.25.2", "p1");
        north.storeAndRegister("2.25.3", "p2");
        ConsentTerms terms =
                TestSite.terms(Effect.PERMIT, Set.of(south.organization()), Set.of("2.25.2"), Period.ALWAYS);
        RecordingOutcome.InForce consent = (RecordingOutcome.InForce) north.custody()
                .consents()
                .record(TestSite.submission("c1", "patient-p1", terms, Set.of(south.organization())), TestSite.WAIT);

        PatientListing listing = decisions().listing(south.clinician(), "patient-p1", Operation.SEARCH);

        assertThat(listing.permitted()).containsExactly("2.25.2");
        assertThat(listing.basis().subject()).contains(consent.subject());
        assertThat(listing.basis().height()).isEqualTo(consent.height());
        assertThat(listing.basis().listed())
                .extracting(ListedStudy::studyInstanceUid, ListedStudy::refusal)
                .containsExactly(
                        tuple("2.25.1", Optional.of(AccessDecision.Reason.NO_PERMIT)),
                        tuple("2.25.2", Optional.empty()));
        assertThat(decisions()
                        .listing(south.clinician(), "patient-p9", Operation.SEARCH)
                        .basis()
                        .listed())
                .isEmpty();
    }

    @Test
    @Tag("L7")
    void shouldListNothingAndDecideNothingWhenTheLedgerIsStale() throws InterruptedException {
        permit("c1", Period.ALWAYS);
        clock.advance(Duration.ofSeconds(31));

        PatientListing listing = decisions().listing(south.clinician(), "patient-p1", Operation.SEARCH);

        assertThat(listing.permitted()).isEmpty();
        assertThat(listing.basis().listed()).isEmpty();
    }

    private static boolean finds(Findable findable, String uid, boolean held) {
        return switch (findable) {
            case Findable.Only only ->
                (held ? only.studyInstanceUids() : only.shared().keySet()).contains(uid);
            case Findable.Local local ->
                (held && !local.hidden().contains(uid)) || local.shared().containsKey(uid);
            case Findable.Undecided undecided -> false;
        };
    }

    private RecordingOutcome.InForce permit(String id, Period period) throws InterruptedException {
        return record(id, Effect.PERMIT, Set.of(south.organization()), period);
    }

    private RecordingOutcome.InForce record(String id, Effect effect, Set<OrganizationId> recipients, Period period)
            throws InterruptedException {
        ConsentSubmission submission =
                TestSite.submission(id, "patient-p1", TestSite.terms(effect, recipients, Set.of(), period), recipients);
        return (RecordingOutcome.InForce) north.custody().consents().record(submission, TestSite.WAIT);
    }

    private LedgerDecisionPoint decisions() {
        return north.custody().decisions();
    }

    private AccessDecision own(String uid) {
        return decisions().decide(north.clinician(), uid, Operation.RETRIEVE);
    }

    private AccessDecision foreign(String uid) {
        return decisions().decide(south.clinician(), uid, Operation.RETRIEVE);
    }

    private static Consumer<AccessDecision> denied(AccessDecision.Reason reason) {
        return decision -> assertThat(decision)
                .isInstanceOfSatisfying(AccessDecision.Deny.class, deny -> assertThat(deny.reason())
                        .isEqualTo(reason));
    }
}
