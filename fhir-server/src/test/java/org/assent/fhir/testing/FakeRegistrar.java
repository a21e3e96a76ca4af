package org.assent.fhir.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.assent.custody.consent.ConsentRegistrar;
import org.assent.custody.consent.ConsentSubmission;
import org.assent.custody.consent.RecordingOutcome;
import org.assent.decision.terms.ConsentTerms;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.identity.ConsentId;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.transaction.RejectCode;
import org.jspecify.annotations.Nullable;

/** A registrar whose ledger does what the test says. */
public final class FakeRegistrar implements ConsentRegistrar {

    /** What the ledger does next. */
    public enum Ledger {
        FINAL,
        SLOW,
        AWAY,
        REFUSES,
        DOES_NOT_KNOW_THE_PATIENT
    }

    private final Map<String, RecordingOutcome> operations = new ConcurrentHashMap<>();
    private final Map<Bytes32, String> byDigest = new ConcurrentHashMap<>();
    private final Map<String, String> operationOf = new ConcurrentHashMap<>();
    private final Map<String, ConsentState> states = new ConcurrentHashMap<>();
    private final Map<String, RecordingOutcome.InForce> waiting = new ConcurrentHashMap<>();
    private final List<ConsentSubmission> submissions = new ArrayList<>();
    private volatile Ledger ledger = Ledger.FINAL;
    private long sequence;

    /** From now on. */
    public void ledger(Ledger does) {
        ledger = does;
    }

    /** What the patient's consents in force say, by reference. */
    synchronized Map<String, ConsentTerms> inForce(String patientId) {
        Map<String, ConsentTerms> terms = new HashMap<>();
        for (ConsentSubmission submission : submissions) {
            if (submission.patientId().equals(patientId)
                    && states.get(submission.consentResourceId()) == ConsentState.IN_FORCE) {
                terms.put("Consent/" + submission.consentResourceId(), submission.terms());
            }
        }
        return terms;
    }

    /** A consent that was recorded before. */
    public void known(String consent) {
        states.put(consent, ConsentState.IN_FORCE);
    }

    /** What was handed over so far. */
    public synchronized List<ConsentSubmission> submissions() {
        return List.copyOf(submissions);
    }

    @Override
    public synchronized RecordingOutcome record(ConsentSubmission submission, Duration wait) {
        submissions.add(submission);
        String before = byDigest.get(submission.requestDigest());
        if (before != null && operations.get(before) instanceof RecordingOutcome.InForce done) {
            if (states.get(done.consentResourceId()) != ConsentState.CLOSED
                    && before.equals(operationOf.get(done.consentResourceId()))) {
                return again(done);
            }
        } else if (before != null && operations.get(before) instanceof RecordingOutcome.Pending pending) {
            return pending;
        }
        String operation = UUID.randomUUID().toString();
        RecordingOutcome.InForce inForce =
                inForce(operation, submission.consentResourceId(), submission.resource(), false);
        return switch (wait.isZero() && ledger == Ledger.FINAL ? Ledger.SLOW : ledger) {
            case FINAL -> {
                taken(submission, operation);
                yield finish(inForce);
            }
            case SLOW -> {
                taken(submission, operation);
                states.putIfAbsent(submission.consentResourceId(), ConsentState.PENDING);
                yield pending(inForce);
            }
            case AWAY -> new RecordingOutcome.LedgerAway("no consensus", Duration.ofSeconds(7));
            case REFUSES -> new RecordingOutcome.Refused(operation, RejectCode.TOO_MANY_CONSENTS);
            case DOES_NOT_KNOW_THE_PATIENT -> new RecordingOutcome.Unknown();
        };
    }

    private void taken(ConsentSubmission submission, String operation) {
        byDigest.put(submission.requestDigest(), operation);
        operationOf.put(submission.consentResourceId(), operation);
    }

    @Override
    public synchronized RecordingOutcome await(String operation, Duration wait) {
        RecordingOutcome now = operations.getOrDefault(operation, new RecordingOutcome.Unknown());
        return now instanceof RecordingOutcome.Pending && ledger == Ledger.FINAL ? finish(pendingWork(operation)) : now;
    }

    @Override
    public synchronized Optional<Bytes32> underWay(String consent) {
        return Optional.ofNullable(operationOf.get(consent))
                .filter(operation -> operations.get(operation) instanceof RecordingOutcome.Pending)
                .flatMap(operation -> byDigest.entrySet().stream()
                        .filter(known -> known.getValue().equals(operation))
                        .map(Map.Entry::getKey)
                        .findFirst());
    }

    @Override
    public synchronized RecordingOutcome close(String consent, boolean entered, String resource, Duration wait) {
        if (!states.containsKey(consent)) {
            return new RecordingOutcome.Unknown();
        }
        RecordingOutcome.InForce closed = inForce(UUID.randomUUID().toString(), consent, resource, true);
        return ledger == Ledger.FINAL ? finish(closed) : pending(closed);
    }

    /** The operation that waits becomes final, unseen by the server. */
    public synchronized void finishPending(String operation) {
        if (operations.get(operation) instanceof RecordingOutcome.Pending) {
            finish(pendingWork(operation));
        }
    }

    private RecordingOutcome.InForce pendingWork(String operation) {
        RecordingOutcome.@Nullable InForce work = slow.get(operation);
        if (work == null) {
            throw new IllegalStateException("nothing waits under " + operation);
        }
        return work;
    }

    private final Map<String, RecordingOutcome.InForce> slow = new ConcurrentHashMap<>();

    private RecordingOutcome pending(RecordingOutcome.InForce work) {
        RecordingOutcome.Pending pending = new RecordingOutcome.Pending(work.operationId(), work.consentResourceId());
        slow.put(work.operationId(), work);
        operations.put(work.operationId(), pending);
        return pending;
    }

    private RecordingOutcome.InForce finish(RecordingOutcome.InForce done) {
        operations.put(done.operationId(), done);
        waiting.put(done.operationId(), done);
        states.put(done.consentResourceId(), done.closing() ? ConsentState.CLOSED : ConsentState.IN_FORCE);
        return done;
    }

    private RecordingOutcome.InForce inForce(String operation, String consent, String resource, boolean closing) {
        sequence++;
        return new RecordingOutcome.InForce(
                operation,
                consent,
                resource,
                closing,
                false,
                new SubjectId(Bytes32.of(new byte[32])),
                ConsentId.of(new byte[16]),
                sequence,
                "test-chain",
                100 + sequence,
                Instant.parse("2026-02-01T08:00:00Z"),
                "ab".repeat(32),
                "cd".repeat(32),
                "custodian");
    }

    private static RecordingOutcome.InForce again(RecordingOutcome.InForce done) {
        return new RecordingOutcome.InForce(
                done.operationId(),
                done.consentResourceId(),
                done.resource(),
                done.closing(),
                true,
                done.subject(),
                done.consent(),
                done.sequence(),
                done.chainId(),
                done.height(),
                done.blockTime(),
                done.transaction(),
                done.commitment(),
                done.authority());
    }

    @Override
    public synchronized Optional<RecordingOutcome> status(String operation) {
        return Optional.ofNullable(operations.get(operation));
    }

    @Override
    public Optional<ConsentState> state(String consent) {
        return Optional.ofNullable(states.get(consent));
    }

    @Override
    public List<RecordingOutcome.InForce> notStored() {
        return List.copyOf(waiting.values());
    }

    @Override
    public void stored(String operation) {
        waiting.remove(operation);
    }
}
