package org.assent.custody.consent;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.assent.custody.chain.ChainAccess;
import org.assent.custody.decision.DecisionMemory;
import org.assent.custody.subject.KeptSubject;
import org.assent.custody.subject.SubjectStore;
import org.assent.ledger.client.Submission;
import org.assent.ledger.identity.TransactionId;
import org.assent.ledger.state.Subject;
import org.assent.ledger.transaction.CloseConsent;
import org.assent.ledger.transaction.RejectCode;
import org.assent.ledger.transaction.SignedTransaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one closing to its end. It holds at this site all the while; it is submitted again until the ledger has it, however
 * long that takes. Can be taken up at any step.
 */
final class ClosingDriver {

    private static final Logger LOG = LoggerFactory.getLogger(ClosingDriver.class);
    private static final Duration ATTEMPT = Duration.ofSeconds(5);
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;

    private final ChainAccess chain;
    private final SubjectStore subjects;
    private final OperationStore operations;
    private final DecisionMemory memory;
    private final Settlement settlement;

    ClosingDriver(
            ChainAccess chain,
            SubjectStore subjects,
            OperationStore operations,
            DecisionMemory memory,
            Settlement settlement) {
        this.chain = chain;
        this.subjects = subjects;
        this.operations = operations;
        this.memory = memory;
        this.settlement = settlement;
    }

    /** Works until the operation is settled. */
    void drive(String operationId) throws InterruptedException {
        Optional<ConsentOperation> found = operations.find(operationId).filter(operation -> !operation.settled());
        if (found.isEmpty() || !(found.orElseThrow().asked() instanceof ConsentOperation.Asked.Closing closing)) {
            return;
        }
        ConsentOperation operation = found.orElseThrow();
        Optional<ConsentOperation> recording = recording(operation);
        if (recording.isEmpty()) {
            refused(operation, RejectCode.NOTHING_TO_CLOSE);
            return;
        }
        if (operation.signed().isEmpty()) {
            operation = sign(operation, closing, recording.orElseThrow());
        }
        submit(operation, recording.orElseThrow());
    }

    private void submit(ConsentOperation operation, ConsentOperation recording) throws InterruptedException {
        SignedTransaction envelope = operation.signed().orElseThrow().envelope();
        long pauseMillis = FIRST_PAUSE_MILLIS;
        while (true) {
            if (isClosed(operation, recording)) {
                done(
                        operation,
                        new ConsentOperation.Step.Final(
                                chain.view().height(), chain.view().blockTime()));
                return;
            }
            switch (chain.client().submit(envelope, ATTEMPT)) {
                case Submission.Final done -> {
                    chain.awaitHeight(done.height(), ATTEMPT);
                    done(operation, new ConsentOperation.Step.Final(done.height(), done.blockTime()));
                    return;
                }
                case Submission.Rejected rejected -> {
                    if (rejected.code() == RejectCode.NOT_ENTITLED) {
                        refused(operation, rejected.code());
                        return;
                    }
                    LOG.error(
                            "closing of consent {} was answered {}; it holds here and is tried again",
                            operation.consent(),
                            rejected.code());
                }
                case Submission.Pending pending -> LOG.info("closing of {} is not in a block yet", operation.consent());
                case Submission.Busy busy -> LOG.info("closing of {} waits: the ledger is busy", operation.consent());
                case Submission.Away away -> LOG.info("closing of {} waits: {}", operation.consent(), away.reason());
            }
            TimeUnit.MILLISECONDS.sleep(pauseMillis);
            pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, 2 * pauseMillis);
        }
    }

    /** The final recording, once the fate of every recording is known; empty if none was ever final. */
    private Optional<ConsentOperation> recording(ConsentOperation operation) throws InterruptedException {
        while (operations.recordingUnderWay(operation.consent()).isPresent()) {
            TimeUnit.MILLISECONDS.sleep(FIRST_PAUSE_MILLIS);
        }
        return operations.newestRecording(operation.consent());
    }

    private ConsentOperation sign(
            ConsentOperation operation, ConsentOperation.Asked.Closing closing, ConsentOperation recording) {
        KeptSubject subject = subjects.find(operation.subject())
                .orElseThrow(() -> new IllegalStateException("no key is kept for subject " + operation.subject()));
        SignedTransaction envelope = chain.signer()
                .sign(
                        new CloseConsent(
                                operation.subject(),
                                operation.consent(),
                                closing.enteredInError()
                                        ? CloseConsent.ClosedAs.ENTERED_IN_ERROR
                                        : CloseConsent.ClosedAs.INACTIVE),
                        subject.key());
        ConsentOperation.Signed recorded = recording.signed().orElseThrow();
        ConsentOperation.Signed signed = new ConsentOperation.Signed(
                envelope,
                TransactionId.of(chain.signer().chainId(), envelope.body()).toHex(),
                Optional.empty(),
                recorded.sequence(),
                recorded.commitment(),
                Optional.empty());
        operations.signed(operation, signed);
        return operation.with(signed, new ConsentOperation.Step.Submitted());
    }

    /** The state is beyond the recording's block and the consent is not open: somebody closed it, perhaps this site. */
    private boolean isClosed(ConsentOperation operation, ConsentOperation recording) {
        long recordedAt = recording.step() instanceof ConsentOperation.Step.Final done ? done.height() : Long.MAX_VALUE;
        return chain.view().atOneHeight(view -> {
            Optional<Subject> subject = view.subject(operation.subject());
            return view.height() >= recordedAt
                    && subject.isPresent()
                    && subject.orElseThrow().consent(operation.consent()).isEmpty();
        });
    }

    private void done(ConsentOperation operation, ConsentOperation.Step.Final step) {
        settlement.done(operation, step);
        memory.knownContents().forget(operation.consent());
        memory.pending().remove(operation.consent());
        memory.changed(operation.subject());
        LOG.info("consent {} of {} is closed at height {}", operation.consent(), operation.subject(), step.height());
    }

    /** The consent is still open on the ledger, so the restriction goes on holding here. */
    private void refused(ConsentOperation operation, RejectCode code) {
        settlement.refused(operation, code);
        LOG.error(
                "closing of consent {} of {} was refused: {}; it goes on holding at this site",
                operation.consent(),
                operation.subject(),
                code);
    }
}
