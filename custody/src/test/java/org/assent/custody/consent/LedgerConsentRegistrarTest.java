package org.assent.custody.consent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.assent.custody.testing.FakeLedger;
import org.assent.custody.testing.TestSite;
import org.assent.decision.AccessDecision;
import org.assent.decision.request.Operation;
import org.assent.decision.terms.ConsentTerms;
import org.assent.decision.terms.Period;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.identity.ConsentId;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.state.Authority;
import org.assent.ledger.state.OpenConsent;
import org.assent.ledger.state.Subject;
import org.assent.ledger.transaction.RejectCode;
import org.assent.testsupport.FixedClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerConsentRegistrarTest {

    private static final String PATIENT = "patient-p1";
    private static final Duration SHORT = Duration.ofMillis(50);

    @TempDir
    private Path folder;

    private final FixedClock clock = FixedClock.at("2026-03-01T12:00:00Z");
    private final FakeLedger ledger = new FakeLedger(clock);
    private TestSite north;
    private TestSite south;
    private SubjectId subject;

    @BeforeEach
    void open() throws InterruptedException {
        north = new TestSite("north", folder, ledger, clock);
        south = new TestSite("south", folder, ledger, clock);
        north.storeAndRegister("2.25.1", "p1");
        AccessDecision decision = north.custody().decisions().decide(north.clinician(), "2.25.1", Operation.METADATA);
        subject = decision.basis().subject().orElseThrow();
    }

    @AfterEach
    void close() {
        south.close();
        north.close();
    }

    @Test
    void shouldBeInForceWhenTheBlockIsFinal() throws InterruptedException {
        RecordingOutcome.InForce done = inForce(record(permit("c1", Set.of("2.25.1"))));

        assertThat(done.consentResourceId()).isEqualTo("c1");
        assertThat(done.subject()).isEqualTo(subject);
        assertThat(done.sequence()).isEqualTo(1);
        assertThat(done.authority()).isEqualTo("CUSTODIAN");
        assertThat(done.again()).isFalse();
        OpenConsent entry = entries().getFirst();
        assertThat(entry.consent()).isEqualTo(done.consent());
        assertThat(entry.commitment().toHex()).isEqualTo(done.commitment());
        assertThat(northDecides()).isInstanceOf(AccessDecision.Permit.class);
        assertThat(registrar().state("c1")).contains(ConsentRegistrar.ConsentState.IN_FORCE);
        assertThat(registrar().status(done.operationId())).contains(done);
    }

    @Test
    void shouldBeTheSameOperationWhenTheSameRequestComesAgain() throws InterruptedException {
        RecordingOutcome.InForce first = inForce(record(permit("c1", Set.of())));
        ConsentSubmission again = permit("c1", Set.of());

        RecordingOutcome.InForce second = inForce(record(new ConsentSubmission(
                again.requestDigest(), "another-uuid", PATIENT, again.terms(), again.resource(), again.recipients())));

        assertThat(second.again()).isTrue();
        assertThat(second.operationId()).isEqualTo(first.operationId());
        assertThat(second.consentResourceId()).isEqualTo("c1");
        assertThat(entries()).hasSize(1);
    }

    @Test
    void shouldReplaceTheTermsWhenTheSameConsentSaysSomethingElse() throws InterruptedException {
        RecordingOutcome.InForce first = inForce(record(permit("c1", Set.of("2.25.1"))));
        RecordingOutcome.InForce second = inForce(record(permit("c1", Set.of("2.25.77"))));

        assertThat(second.consent()).isEqualTo(first.consent());
        assertThat(second.sequence()).isEqualTo(2);
        assertThat(northDecides()).isInstanceOf(AccessDecision.Deny.class);

        RecordingOutcome.InForce third = inForce(record(permit("c1", Set.of("2.25.1"))));
        assertThat(third.again()).isFalse(); // the first request again, but it had been replaced
        assertThat(northDecides()).isInstanceOf(AccessDecision.Permit.class);
    }

    @Test
    void shouldGiveEachItsSequenceWhenSeveralComeAtOnce() throws Exception {
        int many = 6;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<RecordingOutcome>> calls = IntStream.range(0, many)
                    .<Callable<RecordingOutcome>>mapToObj(i -> () -> record(permit("c" + i, Set.of())))
                    .toList();
            List<Long> sequences = new ArrayList<>();
            for (Future<RecordingOutcome> future : threads.invokeAll(calls)) {
                sequences.add(inForce(future.get()).sequence());
            }
            assertThat(sequences).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, 6L);
        }
        assertThat(entries()).hasSize(many);
    }

    @Test
    void shouldSignAnewWhenAnotherAuthorityTookTheSequence() throws InterruptedException {
        AtomicInteger races = new AtomicInteger(2);
        ledger.beforeBlock(transaction -> {
            if (races.getAndDecrement() > 0) {
                ledger.change(subject, before -> before.recorded(another(before), Instant.EPOCH)
                        .closed(another(before).consent()));
            }
        });

        assertThat(inForce(record(permit("c1", Set.of()))).sequence()).isEqualTo(3);
        assertThat(northDecides()).isInstanceOf(AccessDecision.Permit.class);
    }

    @Test
    void shouldLeaveNothingWhenTheLedgerIsAway() throws InterruptedException {
        ledger.mode(FakeLedger.Mode.AWAY);
        assertThat(record(permit("c1", Set.of()))).isInstanceOf(RecordingOutcome.LedgerAway.class);
        assertThat(registrar().state("c1")).isEmpty();

        ledger.mode(FakeLedger.Mode.BUSY);
        assertThat(record(permit("c1", Set.of()))).isInstanceOf(RecordingOutcome.LedgerAway.class);
        assertThat(registrar().state("c1")).isEmpty();

        ledger.mode(FakeLedger.Mode.ONLINE);
        clock.advance(Duration.ofSeconds(31)); // no block for longer than the bound
        assertThat(record(permit("c1", Set.of()))).isInstanceOf(RecordingOutcome.LedgerAway.class);
        ledger.heartbeat();
        assertThat(record(permit("c1", Set.of()))).isInstanceOf(RecordingOutcome.InForce.class);
    }

    @Test
    void shouldSayRefusedAndLeaveTheSubjectAloneWhenTheLedgerRefuses() throws InterruptedException {
        ledger.refuseNext(RejectCode.TOO_MANY_CONSENTS);

        assertThat(record(permit("c1", Set.of())))
                .isInstanceOfSatisfying(RecordingOutcome.Refused.class, refused -> assertThat(refused.code())
                        .isEqualTo(RejectCode.TOO_MANY_CONSENTS));

        assertThat(entries()).isEmpty();
        assertThat(registrar().state("c1")).contains(ConsentRegistrar.ConsentState.REFUSED);
        assertThat(registrar().notStored()).isEmpty();
        assertThat(record(permit("c1", Set.of()))).isInstanceOf(RecordingOutcome.InForce.class);
    }

    @Test
    void shouldNotKnowThePatientWhenNothingOfTheirsWasEverStored() throws InterruptedException {
        ConsentSubmission submission = permit("c1", Set.of());
        assertThat(record(new ConsentSubmission(
                        submission.requestDigest(), "c1", "somebody", submission.terms(), "{}", Set.of())))
                .isInstanceOf(RecordingOutcome.Unknown.class);
        assertThat(registrar().close("c1", false, "{}", SHORT)).isInstanceOf(RecordingOutcome.Unknown.class);
    }

    @Test
    void shouldBecomeFinalInTheBackgroundWhenNoBlockCameInTime() throws InterruptedException {
        ledger.mode(FakeLedger.Mode.HOLDING);
        RecordingOutcome.Pending pending =
                (RecordingOutcome.Pending) registrar().record(permit("c1", Set.of()), SHORT);
        assertThat(registrar().state("c1")).contains(ConsentRegistrar.ConsentState.PENDING);
        assertThat(northDecides()).isInstanceOf(AccessDecision.Deny.class);

        ledger.mode(FakeLedger.Mode.ONLINE);

        awaitInForce(pending.operationId());
        assertThat(registrar().notStored())
                .singleElement()
                .extracting(RecordingOutcome.InForce::operationId)
                .isEqualTo(pending.operationId());
        registrar().stored(pending.operationId());
        assertThat(registrar().notStored()).isEmpty();
    }

    @Test
    void shouldTellWhoseRequestIsUnderWayAndWhatBecomesOfItWhenAsked() throws InterruptedException {
        ledger.mode(FakeLedger.Mode.HOLDING);
        ConsentSubmission asked = permit("c1", Set.of());
        RecordingOutcome.Pending pending =
                (RecordingOutcome.Pending) registrar().record(asked, Duration.ZERO);
        assertThat(registrar().underWay("c1")).contains(asked.requestDigest());
        assertThat(registrar().await(pending.operationId(), SHORT)).isEqualTo(pending);

        ledger.mode(FakeLedger.Mode.ONLINE);

        RecordingOutcome.InForce done =
                (RecordingOutcome.InForce) registrar().await(pending.operationId(), Duration.ofSeconds(30));
        assertThat(done.operationId()).isEqualTo(pending.operationId());
        assertThat(registrar().underWay("c1")).isEmpty();
        assertThat(registrar().underWay("none")).isEmpty();
        assertThat(registrar().await("none", SHORT)).isInstanceOf(RecordingOutcome.LedgerAway.class);
    }

    @Test
    void shouldGoOnAfterARestartWhenItHadSubmitted() throws InterruptedException {
        ledger.mode(FakeLedger.Mode.HOLDING);
        RecordingOutcome.Pending pending =
                (RecordingOutcome.Pending) registrar().record(permit("c1", Set.of()), SHORT);
        awaitSubmitted(3);
        north.restart();
        ledger.dropHeld(); // it never came further than the node that died
        ledger.mode(FakeLedger.Mode.ONLINE);

        registrar().start();

        awaitInForce(pending.operationId());
        assertThat(northDecides()).isInstanceOf(AccessDecision.Permit.class);
        assertThat(entries()).singleElement().extracting(OpenConsent::sequence).isEqualTo(1L);
    }

    @Test
    void shouldFindItsConsentAfterARestartWhenItDiedBeforeItHeard() throws InterruptedException {
        ledger.mode(FakeLedger.Mode.SILENT);
        RecordingOutcome outcome = registrar().record(permit("c1", Set.of()), SHORT);
        // The commit stream may be quicker than the time that the caller waits.
        String operation = outcome instanceof RecordingOutcome.Pending pending
                ? pending.operationId()
                : ((RecordingOutcome.InForce) outcome).operationId();
        await().until(() -> !entries().isEmpty());
        ledger.mode(FakeLedger.Mode.AWAY);
        north.restart();
        assertThat(northDecides()).isInstanceOf(AccessDecision.Permit.class); // decisions need no bookkeeping

        registrar().start();

        awaitInForce(operation);
        assertThat(registrar().notStored()).hasSize(1);
    }

    @Test
    void shouldForgetAGrantThatWasNeverSigned() {
        OperationStore operations = operations();
        ConsentOperation prepared = operations.insert(new ConsentOperation(
                "00000000-0000-0000-0000-000000000001",
                0,
                permit("c1", Set.of()).requestDigest(),
                subject,
                ConsentId.fromHex("77".repeat(16)),
                "c1",
                "{}",
                new ConsentOperation.Asked.Recording(permit("c1", Set.of()).terms(), Set.of()),
                Optional.empty(),
                new ConsentOperation.Step.Prepared(),
                false));
        north.restart();

        registrar().start();

        assertThat(registrar().status(prepared.id())).isEmpty();
        assertThat(registrar().state("c1")).isEmpty();
    }

    @Test
    void shouldBeRefusedAsExpiredWhenItCanNoLongerHappen() throws InterruptedException {
        ledger.mode(FakeLedger.Mode.HOLDING);
        RecordingOutcome.Pending pending =
                (RecordingOutcome.Pending) registrar().record(permit("c1", Set.of()), SHORT);
        awaitSubmitted(3);
        ledger.dropHeld();
        clock.advance(Duration.ofMinutes(6));
        ledger.heartbeat();

        await().untilAsserted(() -> assertThat(registrar().status(pending.operationId()))
                .contains(new RecordingOutcome.Refused(pending.operationId(), RejectCode.EXPIRED)));
        assertThat(registrar().state("c1")).contains(ConsentRegistrar.ConsentState.REFUSED);
    }

    @Test
    void shouldBindAtOnceWhenItIsClosedWhileTheLedgerIsAway() throws InterruptedException {
        record(permit("c1", Set.of()));
        assertThat(northDecides()).isInstanceOf(AccessDecision.Permit.class);
        AtomicInteger changes = new AtomicInteger();
        north.custody().decisions().onChange(changed -> changes.addAndGet(changed.equals(subject) ? 1 : 0));
        ledger.mode(FakeLedger.Mode.AWAY);

        RecordingOutcome outcome = registrar().close("c1", false, "{\"status\":\"inactive\"}", SHORT);

        assertThat(outcome).isInstanceOf(RecordingOutcome.Pending.class);
        assertThat(changes).hasPositiveValue();
        assertThat(northDecides()).isInstanceOf(AccessDecision.Deny.class);
        assertThat(north.custody()
                        .decisions()
                        .findable(south.clinician(), Operation.SEARCH)
                        .toString())
                .doesNotContain("2.25.1");
        assertThat(entries()).hasSize(1);
        assertThat(registrar().state("c1")).contains(ConsentRegistrar.ConsentState.CLOSED);

        north.restart(); // and it still holds
        assertThat(northDecides()).isInstanceOf(AccessDecision.Deny.class);

        ledger.mode(FakeLedger.Mode.ONLINE);
        registrar().start();
        await().until(() -> entries().isEmpty());
        await().until(() -> registrar().notStored().stream().anyMatch(RecordingOutcome.InForce::closing));
        assertThat(northDecides()).isInstanceOf(AccessDecision.Deny.class);
    }

    @Test
    void shouldBeFinalWhenItIsClosedAndNeverOpenAgain() throws InterruptedException {
        RecordingOutcome.InForce recorded = inForce(record(permit("c1", Set.of())));

        RecordingOutcome.InForce closed = inForce(registrar().close("c1", true, "{}", TestSite.WAIT));
        assertThat(closed.closing()).isTrue();
        assertThat(closed.consent()).isEqualTo(recorded.consent());
        assertThat(closed.sequence()).isEqualTo(recorded.sequence());

        RecordingOutcome.InForce again = inForce(registrar().close("c1", true, "{}", TestSite.WAIT));
        assertThat(again.again()).isTrue();
        assertThat(again.operationId()).isEqualTo(closed.operationId());

        assertThat(record(permit("c1", Set.of())))
                .isInstanceOfSatisfying(RecordingOutcome.Refused.class, refused -> assertThat(refused.code())
                        .isEqualTo(RejectCode.ALREADY_CLOSED));
    }

    @Test
    void shouldCloseOnlyAfterTheRecordingWhenBothAreUnderWay() throws InterruptedException {
        ledger.mode(FakeLedger.Mode.HOLDING);
        registrar().record(permit("c1", Set.of()), SHORT);
        assertThat(registrar().close("c1", false, "{}", SHORT)).isInstanceOf(RecordingOutcome.Pending.class);

        ledger.mode(FakeLedger.Mode.ONLINE);

        await().until(() -> registrar().notStored().stream().anyMatch(RecordingOutcome.InForce::closing));
        assertThat(entries()).isEmpty();
        assertThat(northDecides()).isInstanceOf(AccessDecision.Deny.class);
    }

    @Test
    void shouldRefuseAConsentOfAnotherPatient() throws InterruptedException {
        record(permit("c1", Set.of()));
        north.storeAndRegister("2.25.2", "p2");
        ConsentTerms terms = permit("c1", Set.of("2.25.2")).terms();

        assertThat(record(TestSite.submission("c1", "patient-p2", terms, Set.of())))
                .isInstanceOf(RecordingOutcome.Refused.class);
    }

    @Test
    void shouldPutAShareForEachRecipientWhenItIsStored() throws InterruptedException {
        RecordingOutcome.InForce done = inForce(record(permit("c1", Set.of())));
        assertThat(north.custody().outbox().due(10)).isEmpty();

        registrar().stored(done.operationId());
        registrar().stored(done.operationId());

        assertThat(north.custody().outbox().due(10)).singleElement().satisfies(delivery -> {
            assertThat(delivery.recipient()).isEqualTo(south.organization());
            assertThat(delivery.consentResourceId()).isEqualTo("c1");
        });
    }

    private RecordingOutcome record(ConsentSubmission submission) throws InterruptedException {
        return registrar().record(submission, TestSite.WAIT);
    }

    private ConsentSubmission permit(String resourceId, Set<String> studies) {
        Set<OrganizationId> recipients = Set.of(south.organization());
        return TestSite.submission(
                resourceId, PATIENT, TestSite.permit(recipients, studies, Period.ALWAYS), recipients);
    }

    private LedgerConsentRegistrar registrar() {
        return north.custody().consents();
    }

    private AccessDecision northDecides() {
        return north.custody().decisions().decide(south.clinician(), "2.25.1", Operation.RETRIEVE);
    }

    private List<OpenConsent> entries() {
        return ledger.subject(subject).map(Subject::consents).orElseThrow();
    }

    private void awaitInForce(String operationId) {
        await().untilAsserted(() ->
                assertThat(registrar().status(operationId)).containsInstanceOf(RecordingOutcome.InForce.class));
    }

    private void awaitSubmitted(int atLeast) {
        await().until(() -> ledger.submitted().size() >= atLeast);
    }

    private OperationStore operations() {
        return new OperationStore(north.database().jdbi(), north.subjects());
    }

    private static RecordingOutcome.InForce inForce(RecordingOutcome outcome) {
        assertThat(outcome).isInstanceOf(RecordingOutcome.InForce.class);
        return (RecordingOutcome.InForce) outcome;
    }

    /** A consent that nobody here knows the content of. */
    private static OpenConsent another(Subject subject) {
        long sequence = subject.leaf().sequence() + 1;
        return new OpenConsent(
                ConsentId.of(
                        ByteBuffer.allocate(ConsentId.LENGTH).putLong(sequence).array()),
                sequence,
                Bytes32.ZERO,
                Authority.CUSTODIAN);
    }
}
