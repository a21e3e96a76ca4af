package org.assent.custody.consent;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.assent.custody.chain.ChainAccess;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.state.Authority;
import org.assent.ledger.transaction.RejectCode;

/** Writes down what became of operations, and tells those who wait for it. Thread-safe. */
final class Settlement {

    /** When to ask again while the ledger is not reachable. */
    static final Duration RETRY_AFTER_AWAY = Duration.ofSeconds(10);

    private final OperationStore operations;
    private final ChainAccess chain;
    private final Map<String, CompletableFuture<RecordingOutcome>> waiting = new ConcurrentHashMap<>();

    Settlement(OperationStore operations, ChainAccess chain) {
        this.operations = operations;
        this.chain = chain;
    }

    /** Somebody who waits for an operation. */
    interface Waiter {

        /** What became of it, or {@link RecordingOutcome.Pending} after that long. */
        RecordingOutcome await(Duration atMost) throws InterruptedException;
    }

    /** Waits for an operation that this request began: call before the work begins, so that no end of it is missed. */
    Waiter begun(ConsentOperation operation) {
        CompletableFuture<RecordingOutcome> outcome =
                waiting.computeIfAbsent(operation.id(), id -> new CompletableFuture<>());
        return atMost -> outcome(outcome, operation, atMost);
    }

    /** Waits for an operation that an earlier, equal request began; whoever joins it hears that it is the same. */
    Waiter joined(ConsentOperation operation) {
        CompletableFuture<RecordingOutcome> outcome = waiting.get(operation.id());
        return atMost -> {
            RecordingOutcome ended = outcome == null ? kept(operation) : outcome(outcome, operation, atMost);
            return ended instanceof RecordingOutcome.InForce ? kept(operation) : ended;
        };
    }

    private static RecordingOutcome outcome(
            CompletableFuture<RecordingOutcome> outcome, ConsentOperation operation, Duration atMost)
            throws InterruptedException {
        try {
            return outcome.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return new RecordingOutcome.Pending(operation.id(), operation.consentResourceId());
        } catch (ExecutionException e) {
            throw new IllegalStateException("work on " + operation + " failed", e);
        }
    }

    /** What the database says; an operation that it has no more was abandoned. */
    private RecordingOutcome kept(ConsentOperation operation) {
        return operations
                .find(operation.id())
                .map(found -> outcome(found, true))
                .orElseGet(() -> new RecordingOutcome.LedgerAway("the ledger was not reachable", RETRY_AFTER_AWAY));
    }

    /** It is final. */
    void done(ConsentOperation operation, ConsentOperation.Step.Final step) {
        operations.settled(operation, step);
        tell(operation, outcome(operation.with(step), false));
    }

    /** It will never happen. */
    void refused(ConsentOperation operation, RejectCode code) {
        ConsentOperation.Step.Refused step = new ConsentOperation.Step.Refused(code);
        operations.settled(operation, step);
        tell(operation, outcome(operation.with(step), false));
    }

    /** Nothing was submitted; it is as if it had not been asked. */
    void abandoned(ConsentOperation operation, RecordingOutcome.LedgerAway away) {
        operations.forget(operation);
        tell(operation, away);
    }

    /** How an operation stands. */
    RecordingOutcome outcome(ConsentOperation operation, boolean again) {
        return switch (operation.step()) {
            case ConsentOperation.Step.Prepared prepared ->
                new RecordingOutcome.Pending(operation.id(), operation.consentResourceId());
            case ConsentOperation.Step.Submitted submitted ->
                new RecordingOutcome.Pending(operation.id(), operation.consentResourceId());
            case ConsentOperation.Step.Refused refused -> new RecordingOutcome.Refused(operation.id(), refused.code());
            case ConsentOperation.Step.Final done -> inForce(operation, done, again);
        };
    }

    RecordingOutcome.InForce inForce(ConsentOperation operation, ConsentOperation.Step.Final done, boolean again) {
        Optional<ConsentOperation.Signed> signed = operation.signed();
        return new RecordingOutcome.InForce(
                operation.id(),
                operation.consentResourceId(),
                operation.resource(),
                operation.closing(),
                again,
                operation.subject(),
                operation.consent(),
                signed.map(ConsentOperation.Signed::sequence).orElse(0L),
                chain.signer().chainId(),
                done.height(),
                done.blockTime(),
                signed.map(ConsentOperation.Signed::transaction).orElse(""),
                signed.flatMap(ConsentOperation.Signed::commitment)
                        .map(Bytes32::toHex)
                        .orElse(""),
                Authority.CUSTODIAN.name());
    }

    private void tell(ConsentOperation operation, RecordingOutcome outcome) {
        CompletableFuture<RecordingOutcome> waiter = waiting.remove(operation.id());
        if (waiter != null) {
            waiter.complete(outcome);
        }
    }
}
