package org.assent.custody.consent;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.assent.custody.chain.ChainAccess;
import org.assent.custody.decision.DecisionMemory;
import org.assent.custody.keys.OrganizationKeys;
import org.assent.custody.share.DatabaseShareOutbox;
import org.assent.custody.subject.KeptSubject;
import org.assent.custody.subject.SubjectStore;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.bytes.Hash;
import org.assent.ledger.identity.ConsentId;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.state.OpenConsent;
import org.assent.ledger.transaction.RejectCode;
import org.jdbi.v3.core.Jdbi;

/**
 * The registrar over the site's database and the ledger. Recordings of one subject go one after the other, closings at once.
 *
 * <p>An operation is durable before anything is signed, what was signed before it is submitted; at start everything that is
 * not settled is taken up where it was. A grant that was never signed when the site died is forgotten: nobody was told
 * that it would happen.
 */
public final class LedgerConsentRegistrar implements ConsentRegistrar, AutoCloseable {

    private static final Duration RETRY_AFTER_ENROLMENT = Duration.ofSeconds(2);

    private final ChainAccess chain;
    private final SubjectStore subjects;
    private final OperationStore operations;
    private final DecisionMemory memory;
    private final DatabaseShareOutbox outbox;
    private final Settlement settlement;
    private final RecordingDriver recordings;
    private final ClosingDriver closings;
    private final SecureRandom random;
    private final Lanes lanes = new Lanes();
    private final ReentrantLock admission = new ReentrantLock();

    /** Built once by custody. */
    public LedgerConsentRegistrar(
            ChainAccess chain,
            OrganizationKeys keys,
            Jdbi jdbi,
            SubjectStore subjects,
            DecisionMemory memory,
            DatabaseShareOutbox outbox,
            SecureRandom random) {
        this.chain = chain;
        this.subjects = subjects;
        this.operations = new OperationStore(jdbi, subjects);
        this.memory = memory;
        this.outbox = outbox;
        this.random = random;
        this.settlement = new Settlement(operations, chain);
        this.recordings = new RecordingDriver(chain, keys, subjects, operations, memory, settlement, random);
        this.closings = new ClosingDriver(chain, subjects, operations, memory, settlement);
    }

    /** Tells decisions what the database knows: contents of open consents, and restrictions that are pending. */
    public void load() {
        for (ConsentOperation operation : operations.recordingsInForce()) {
            if (operation.asked() instanceof ConsentOperation.Asked.Recording recording) {
                operation.signed().ifPresent(signed -> signed.salt()
                        .ifPresent(salt -> memory.contentKnown(
                                operation.subject(),
                                RecordingDriver.inForce(operation, signed.sequence(), recording.terms()),
                                salt)));
            }
        }
        operations.unsettled().stream().filter(ConsentOperation::closing).forEach(closing -> memory.pending()
                .add(closing.consent()));
    }

    /** Takes up what is not settled. */
    public void start() {
        for (ConsentOperation operation : operations.unsettled()) {
            if (operation.closing() || operation.signed().isPresent()) {
                enqueue(operation);
            } else {
                operations.forget(operation);
            }
        }
    }

    @Override
    public RecordingOutcome record(ConsentSubmission submission, Duration wait) throws InterruptedException {
        Settlement.Waiter waiter;
        admission.lockInterruptibly();
        try {
            Optional<ConsentOperation> known = sameRequest(submission.requestDigest());
            if (known.isPresent()) {
                waiter = settlement.joined(known.orElseThrow());
            } else {
                Optional<RecordingOutcome> obstacle = obstacle(submission);
                if (obstacle.isPresent()) {
                    return obstacle.orElseThrow();
                }
                ConsentOperation operation = operations.insert(recording(submission));
                waiter = settlement.begun(operation);
                enqueue(operation);
            }
        } finally {
            admission.unlock();
        }
        return waiter.await(wait);
    }

    @Override
    public RecordingOutcome close(String consentResourceId, boolean entered, String resource, Duration wait)
            throws InterruptedException {
        ConsentOperation operation;
        Settlement.Waiter waiter;
        boolean again;
        admission.lockInterruptibly();
        try {
            Optional<OperationStore.KnownConsent> consent = operations
                    .consent(consentResourceId)
                    .filter(known -> operations.newestRecording(known.consent()).isPresent()
                            || operations.recordingUnderWay(known.consent()).isPresent());
            if (consent.isEmpty()) {
                return new RecordingOutcome.Unknown();
            }
            Optional<ConsentOperation> known =
                    operations.closing(consent.orElseThrow().consent());
            again = known.isPresent();
            operation = known.isPresent()
                    ? known.orElseThrow()
                    : operations.insert(closing(consent.orElseThrow(), entered, resource));
            waiter = again ? settlement.joined(operation) : settlement.begun(operation);
            if (!again) {
                memory.pending().add(operation.consent());
                enqueue(operation);
            }
        } finally {
            admission.unlock();
        }
        if (!again) {
            memory.changed(operation.subject());
        }
        // It holds here already. While the ledger is away there is nothing to wait for.
        return waiter.await(chain.away() ? Duration.ZERO : wait);
    }

    @Override
    public RecordingOutcome await(String operationId, Duration wait) throws InterruptedException {
        Optional<ConsentOperation> known = operations.find(operationId);
        return known.isPresent()
                ? settlement.joined(known.orElseThrow()).await(wait)
                : new RecordingOutcome.LedgerAway("the ledger was not reachable", Settlement.RETRY_AFTER_AWAY);
    }

    @Override
    public Optional<Bytes32> underWay(String consentResourceId) {
        return operations
                .consent(consentResourceId)
                .flatMap(known -> operations.recordingUnderWay(known.consent()))
                .map(ConsentOperation::requestDigest);
    }

    @Override
    public Optional<RecordingOutcome> status(String operationId) {
        return operations.find(operationId).map(operation -> settlement.outcome(operation, false));
    }

    @Override
    public Optional<ConsentState> state(String consentResourceId) {
        return operations.consent(consentResourceId).map(known -> {
            if (operations.closing(known.consent()).isPresent()) {
                return ConsentState.CLOSED;
            }
            if (operations.newestRecording(known.consent()).isPresent()) {
                return ConsentState.IN_FORCE;
            }
            return operations.recordingUnderWay(known.consent()).isPresent()
                    ? ConsentState.PENDING
                    : ConsentState.REFUSED;
        });
    }

    @Override
    public List<RecordingOutcome.InForce> notStored() {
        return operations.notStored().stream()
                .flatMap(operation -> operation.step() instanceof ConsentOperation.Step.Final done
                        ? List.of(settlement.inForce(operation, done, false)).stream()
                        : List.<RecordingOutcome.InForce>of().stream())
                .toList();
    }

    @Override
    public void stored(String operationId) {
        operations
                .find(operationId)
                .ifPresent(operation -> operations.stored(operation, handle -> {
                    outbox.forget(handle, operation.consentResourceId());
                    if (operation.asked() instanceof ConsentOperation.Asked.Recording recording) {
                        Instant due = recording.terms().root().period().start().orElse(Instant.EPOCH);
                        recording
                                .recipients()
                                .forEach(
                                        recipient -> outbox.put(handle, recipient, operation.consentResourceId(), due));
                    }
                }));
    }

    /** The newest final recording of each of a subject's consents, for share packages. */
    public List<RecordedConsent> recorded(SubjectId subject) {
        return operations.recordingsOf(subject).stream()
                .flatMap(operation -> RecordedConsent.of(operation).stream())
                .toList();
    }

    /** What opens an entry of a subject's leaf, also of a consent that is closed or replaced by now; for receipts. */
    public Optional<RecordedConsent> opening(OpenConsent entry) {
        return operations
                .recording(entry.consent(), entry.commitment())
                .flatMap(RecordedConsent::of)
                .filter(recorded -> recorded.sequence() == entry.sequence());
    }

    /** The newest final recording of a consent, for share packages. */
    public Optional<RecordedConsent> recorded(String consentResourceId) {
        return operations
                .consent(consentResourceId)
                .flatMap(known -> operations.newestRecording(known.consent()))
                .flatMap(RecordedConsent::of);
    }

    private Optional<ConsentOperation> sameRequest(Bytes32 digest) {
        return operations.ofRequest(digest).filter(operation -> operations
                .newest(operation.consent())
                .filter(newest -> newest.id().equals(operation.id()))
                .isPresent());
    }

    /** Why a new recording cannot be taken, if anything is in its way. */
    private Optional<RecordingOutcome> obstacle(ConsentSubmission submission) {
        Optional<KeptSubject> subject = subjects.ofPatient(submission.patientId());
        if (subject.isEmpty()) {
            return Optional.of(new RecordingOutcome.Unknown());
        }
        Optional<OperationStore.KnownConsent> consent = operations.consent(submission.consentResourceId());
        if (consent.isPresent()
                && !consent.orElseThrow().subject().equals(subject.orElseThrow().subject())) {
            return Optional.of(refused(RejectCode.NOT_ENTITLED));
        }
        if (consent.flatMap(known -> operations.closing(known.consent())).isPresent()) {
            return Optional.of(refused(RejectCode.ALREADY_CLOSED));
        }
        if (chain.away()) {
            return Optional.of(
                    new RecordingOutcome.LedgerAway("the ledger is not reachable now", Settlement.RETRY_AFTER_AWAY));
        }
        if (chain.view().subject(subject.orElseThrow().subject()).isEmpty()) {
            return Optional.of(
                    new RecordingOutcome.LedgerAway("the patient's enrolment is not final yet", RETRY_AFTER_ENROLMENT));
        }
        return Optional.empty();
    }

    private static RecordingOutcome refused(RejectCode code) {
        return new RecordingOutcome.Refused(UUID.randomUUID().toString(), code);
    }

    private ConsentOperation recording(ConsentSubmission submission) {
        ConsentId consent = operations
                .consent(submission.consentResourceId())
                .map(OperationStore.KnownConsent::consent)
                .orElseGet(() -> ConsentId.random(random));
        return new ConsentOperation(
                UUID.randomUUID().toString(),
                0,
                submission.requestDigest(),
                subjects.ofPatient(submission.patientId()).orElseThrow().subject(),
                consent,
                submission.consentResourceId(),
                submission.resource(),
                new ConsentOperation.Asked.Recording(submission.terms(), submission.recipients()),
                Optional.empty(),
                new ConsentOperation.Step.Prepared(),
                false);
    }

    private static ConsentOperation closing(OperationStore.KnownConsent consent, boolean entered, String resource) {
        String id = UUID.randomUUID().toString();
        return new ConsentOperation(
                id,
                0,
                Hash.sha256(("closing " + id).getBytes(StandardCharsets.UTF_8)),
                consent.subject(),
                consent.consent(),
                consent.resourceId(),
                resource,
                new ConsentOperation.Asked.Closing(entered),
                Optional.empty(),
                new ConsentOperation.Step.Prepared(),
                false);
    }

    private void enqueue(ConsentOperation operation) {
        if (operation.closing()) {
            lanes.add(operation.consent(), () -> closings.drive(operation.id()));
        } else {
            lanes.add(operation.subject(), () -> recordings.drive(operation.id()));
        }
    }

    /** Stops working; what is not settled is taken up at the next start. */
    @Override
    public void close() {
        lanes.close();
    }
}
