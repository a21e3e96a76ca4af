package org.assent.custody.consent;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.assent.custody.chain.ChainAccess;
import org.assent.custody.decision.DecisionMemory;
import org.assent.custody.keys.OrganizationKeys;
import org.assent.custody.subject.KeptSubject;
import org.assent.custody.subject.SubjectStore;
import org.assent.decision.ConsentInForce;
import org.assent.decision.terms.ConsentTerms;
import org.assent.decision.terms.TermsCodec;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.client.Submission;
import org.assent.ledger.commitment.Salt;
import org.assent.ledger.commitment.TermsOpening;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.identity.TransactionId;
import org.assent.ledger.state.OpenConsent;
import org.assent.ledger.state.Subject;
import org.assent.ledger.transaction.KeySignature;
import org.assent.ledger.transaction.RecordConsent;
import org.assent.ledger.transaction.RejectCode;
import org.assent.ledger.transaction.SignedTransaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one recording to its end: signs with the subject's next sequence, keeps what was signed, submits, and goes on until
 * the ledger has said yes or no or the expiry is past. Signs again, a few times, when somebody else took the sequence. Can
 * be taken up at any step.
 */
final class RecordingDriver {

    private static final Logger LOG = LoggerFactory.getLogger(RecordingDriver.class);
    private static final int MAX_SIGNINGS = 6;
    private static final Duration ATTEMPT = Duration.ofSeconds(5);
    private static final Duration CATCH_UP = Duration.ofSeconds(2);
    private static final long PAUSE_MILLIS = 500;

    private final ChainAccess chain;
    private final OrganizationKeys keys;
    private final SubjectStore subjects;
    private final OperationStore operations;
    private final DecisionMemory memory;
    private final Settlement settlement;
    private final SecureRandom random;

    RecordingDriver(
            ChainAccess chain,
            OrganizationKeys keys,
            SubjectStore subjects,
            OperationStore operations,
            DecisionMemory memory,
            Settlement settlement,
            SecureRandom random) {
        this.chain = chain;
        this.keys = keys;
        this.subjects = subjects;
        this.operations = operations;
        this.memory = memory;
        this.settlement = settlement;
        this.random = random;
    }

    /** Works until the operation is settled. */
    void drive(String operationId) throws InterruptedException {
        Optional<ConsentOperation> found = operations.find(operationId).filter(operation -> !operation.settled());
        if (found.isEmpty() || !(found.orElseThrow().asked() instanceof ConsentOperation.Asked.Recording recording)) {
            return;
        }
        ConsentOperation operation = found.orElseThrow();
        boolean mayBeOut = operation.signed().isPresent(); // submitted before a crash, perhaps
        for (int signings = 0; ; ) {
            if (operation.signed().isEmpty()) {
                operation = sign(operation, recording.terms());
                signings++;
            }
            ConsentOperation.Signed signed = operation.signed().orElseThrow();
            if (isInForce(operation, signed)) {
                done(
                        operation,
                        signed,
                        new ConsentOperation.Step.Final(
                                chain.view().height(), chain.view().blockTime()));
                return;
            }
            if (isExpired(signed)) {
                refused(operation, signed, RejectCode.EXPIRED);
                return;
            }
            switch (chain.client().submit(signed.envelope(), ATTEMPT)) {
                case Submission.Final done -> {
                    chain.awaitHeight(done.height(), ATTEMPT);
                    done(operation, signed, new ConsentOperation.Step.Final(done.height(), done.blockTime()));
                    return;
                }
                case Submission.Rejected rejected -> {
                    if (rejected.code() != RejectCode.WRONG_SEQUENCE || signings >= MAX_SIGNINGS) {
                        refused(operation, signed, rejected.code());
                        return;
                    }
                    if (!othersTookTheSequence(operation.subject(), signed)) {
                        pause();
                    }
                    if (!isInForce(operation, signed)) {
                        memory.knownContents().forget(operation.consent(), signed.sequence());
                        operation = unsigned(operation);
                        mayBeOut = false;
                    }
                }
                case Submission.Pending pending -> mayBeOut = true;
                case Submission.Busy busy -> {
                    if (!mayBeOut) {
                        abandoned(operation, signed, "the ledger has too much to do", busy.retryAfter());
                        return;
                    }
                    pause();
                }
                case Submission.Away away -> {
                    if (!mayBeOut) {
                        abandoned(operation, signed, away.reason(), Settlement.RETRY_AFTER_AWAY);
                        return;
                    }
                    pause();
                }
            }
        }
    }

    private ConsentOperation sign(ConsentOperation operation, ConsentTerms terms) {
        KeptSubject subject = subjects.find(operation.subject())
                .orElseThrow(() -> new IllegalStateException("no key is kept for subject " + operation.subject()));
        long sequence = chain.view()
                        .subject(operation.subject())
                        .map(Subject::leaf)
                        .orElseThrow(() ->
                                new IllegalStateException("subject " + operation.subject() + " is not on the ledger"))
                        .sequence()
                + 1;
        Salt salt = Salt.random(random);
        Bytes32 commitment = new TermsOpening(
                        salt, operation.subject(), operation.consent(), sequence, TermsCodec.encode(terms))
                .commitment();
        KeySignature held =
                chain.signer().vouch(keys.service(), operation.subject(), operation.consent(), sequence, commitment);
        var expires = chain.expiry();
        SignedTransaction envelope = chain.signer()
                .sign(
                        new RecordConsent(
                                operation.subject(), operation.consent(), sequence, commitment, held, expires),
                        subject.key());
        ConsentOperation.Signed signed = new ConsentOperation.Signed(
                envelope,
                TransactionId.of(chain.signer().chainId(), envelope.body()).toHex(),
                Optional.of(salt),
                sequence,
                Optional.of(commitment),
                Optional.of(expires));
        operations.signed(operation, signed);
        memory.contentKnown(operation.subject(), inForce(operation, sequence, terms), salt);
        return operation.with(signed, new ConsentOperation.Step.Submitted());
    }

    /** What decisions are told of a recording. */
    static ConsentInForce inForce(ConsentOperation operation, long sequence, ConsentTerms terms) {
        return new ConsentInForce(operation.consent(), sequence, "Consent/" + operation.consentResourceId(), terms);
    }

    private boolean isInForce(ConsentOperation operation, ConsentOperation.Signed signed) {
        return chain.view()
                .subject(operation.subject())
                .flatMap(subject -> subject.consent(operation.consent()))
                .filter(entry -> fits(entry, signed))
                .isPresent();
    }

    private static boolean fits(OpenConsent entry, ConsentOperation.Signed signed) {
        return entry.sequence() == signed.sequence()
                && Optional.of(entry.commitment()).equals(signed.commitment());
    }

    /** Block time is past the expiry and the state shows no effect: there will be none. */
    private boolean isExpired(ConsentOperation.Signed signed) {
        return signed.expires()
                .filter(expires -> chain.view().blockTime().isAfter(expires))
                .isPresent();
    }

    private boolean othersTookTheSequence(SubjectId subject, ConsentOperation.Signed signed)
            throws InterruptedException {
        return chain.await(
                () -> chain.view()
                        .subject(subject)
                        .filter(known -> known.leaf().sequence() >= signed.sequence())
                        .isPresent(),
                CATCH_UP);
    }

    private static ConsentOperation unsigned(ConsentOperation operation) {
        return new ConsentOperation(
                operation.id(),
                operation.number(),
                operation.requestDigest(),
                operation.subject(),
                operation.consent(),
                operation.consentResourceId(),
                operation.resource(),
                operation.asked(),
                Optional.empty(),
                operation.step(),
                operation.stored());
    }

    private void done(ConsentOperation operation, ConsentOperation.Signed signed, ConsentOperation.Step.Final step) {
        memory.knownContents().forgetBefore(operation.consent(), signed.sequence());
        settlement.done(operation, step);
        LOG.info("consent {} of {} is in force at height {}", operation.consent(), operation.subject(), step.height());
    }

    private void refused(ConsentOperation operation, ConsentOperation.Signed signed, RejectCode code) {
        memory.knownContents().forget(operation.consent(), signed.sequence());
        settlement.refused(operation, code);
        LOG.warn("recording of consent {} of {} was refused: {}", operation.consent(), operation.subject(), code);
    }

    private void abandoned(
            ConsentOperation operation, ConsentOperation.Signed signed, String reason, Duration retryAfter) {
        memory.knownContents().forget(operation.consent(), signed.sequence());
        settlement.abandoned(operation, new RecordingOutcome.LedgerAway(reason, retryAfter));
    }

    private static void pause() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
}
