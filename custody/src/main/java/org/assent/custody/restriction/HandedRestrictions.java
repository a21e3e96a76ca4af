package org.assent.custody.restriction;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.assent.custody.chain.ChainAccess;
import org.assent.custody.chain.WokenThread;
import org.assent.custody.decision.DecisionMemory;
import org.assent.ledger.client.Submission;
import org.assent.ledger.codec.MalformedBytes;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.identity.TransactionId;
import org.assent.ledger.state.Erasure;
import org.assent.ledger.state.Subject;
import org.assent.ledger.state.SubjectKey;
import org.assent.ledger.state.SubjectLeaf;
import org.assent.ledger.transaction.CloseConsent;
import org.assent.ledger.transaction.FreezeSubject;
import org.assent.ledger.transaction.RejectCode;
import org.assent.ledger.transaction.SignedTransaction;
import org.assent.ledger.transaction.Transaction;
import org.assent.ledger.transaction.TransactionCodec;
import org.assent.ledger.transaction.VetoRecovery;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes restrictions that an authority of a subject signed elsewhere: a patient's own device, a guardian, another site that passes
 * one on. At the subject's source they bind at once, whether or not the ledger is up (ledger property L8); everywhere they are
 * submitted. Nobody has to sign in: the signature is the right. Thread-safe.
 */
public final class HandedRestrictions implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HandedRestrictions.class);
    private static final int MOST = 10_000;
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Duration ATTEMPT = Duration.ofSeconds(5);

    private final ChainAccess chain;
    private final DecisionMemory memory;
    private final RestrictionRules rules;
    private final WaitingRestrictions waiting;
    private final WokenThread submitting;

    /** Binds what was handed over before; submits once it is started. */
    public HandedRestrictions(ChainAccess chain, DecisionMemory memory, RestrictionRules rules, Jdbi jdbi) {
        this.chain = chain;
        this.memory = memory;
        this.rules = rules;
        this.waiting = new WaitingRestrictions(jdbi);
        this.submitting = new WokenThread("handed-restrictions", PAUSE, this::submitAll);
        waiting.all().forEach(envelope -> read(envelope).ifPresent(this::bind));
    }

    /** A restriction and what it is about. */
    private record Restriction(SignedTransaction signed, Transaction transaction, SubjectId subject) {

        boolean names(List<SubjectKey> keys) {
            return signed.signatures().stream()
                    .anyMatch(signature -> keys.stream().map(SubjectKey::key).anyMatch(signature.key()::equals));
        }
    }

    /** Begins to submit what waits. */
    public void start() {
        submitting.start();
    }

    /**
     * Takes one over.
     *
     * @param envelope any bytes
     * @param wait how long to wait for the ledger
     */
    public HandingOutcome hand(byte[] envelope, Duration wait) throws InterruptedException {
        Optional<Restriction> read = read(envelope);
        if (read.isEmpty()) {
            return new HandingOutcome.Refused(RejectCode.MALFORMED);
        }
        return switch (rules.judge(envelope, chain.view())) {
            case RestrictionRules.Refused refused -> refused(refused.code(), read.get(), wait);
            case RestrictionRules.Done done -> done(read.get());
            case RestrictionRules.Binds binds -> take(read.get(), envelope, wait);
        };
    }

    /** An erased subject has no keys: for it the ledger calls each closing done, whoever signed, and tells so to members alone. */
    private HandingOutcome done(Restriction restriction) {
        return is(restriction.subject(), leaf -> leaf.erasure() == Erasure.DONE)
                ? new HandingOutcome.Refused(RejectCode.NOT_ENTITLED)
                : new HandingOutcome.OnLedger(chain.view().height());
    }

    /**
     * Whom an envelope is about, if one of its signatures says that it is of a key of that subject. Nothing is verified, so that
     * it costs nothing to ask.
     *
     * @param envelope any bytes
     * @return empty also if it is no restriction
     */
    public Optional<SubjectId> claimed(byte[] envelope) {
        return read(envelope)
                .filter(restriction -> is(restriction.subject(), leaf -> restriction.names(leaf.keys())))
                .map(Restriction::subject);
    }

    /** Which consents were closed before, this site's view of the ledger does not show; the ledger knows. */
    private HandingOutcome refused(RejectCode code, Restriction restriction, Duration wait)
            throws InterruptedException {
        if (code == RejectCode.NOTHING_TO_CLOSE
                && chain.client().submit(restriction.signed(), wait) instanceof Submission.Final done) {
            return new HandingOutcome.OnLedger(done.height());
        }
        return new HandingOutcome.Refused(code);
    }

    private HandingOutcome take(Restriction restriction, byte[] envelope, Duration wait) throws InterruptedException {
        boolean ours = is(restriction.subject(), leaf -> leaf.source().equals(chain.own()));
        if (ours) {
            if (waiting.count() >= MOST) {
                return new HandingOutcome.Full();
            }
            waiting.add(id(restriction), envelope);
            bind(restriction);
        }
        return switch (submit(restriction, wait)) {
            case Submission.Final done -> new HandingOutcome.OnLedger(done.height());
            case Submission.Rejected rejected -> new HandingOutcome.Refused(rejected.code());
            case Submission.Pending pending -> ours ? new HandingOutcome.BindsHere() : new HandingOutcome.Submitted();
            case Submission.Busy busy -> ours ? new HandingOutcome.BindsHere() : new HandingOutcome.Away();
            case Submission.Away away -> ours ? new HandingOutcome.BindsHere() : new HandingOutcome.Away();
        };
    }

    private void submitAll() throws InterruptedException {
        for (byte[] envelope : waiting.all()) {
            Optional<Restriction> read = read(envelope);
            if (read.isPresent() && submit(read.get(), ATTEMPT) instanceof Submission.Rejected rejected) {
                LOG.warn("a restriction that was handed over is refused: {}", rejected.code());
            }
        }
    }

    /** Submits it; when the ledger has it, or refuses it, it binds by itself no more. */
    private Submission submit(Restriction restriction, Duration wait) throws InterruptedException {
        Submission submission = chain.client().submit(restriction.signed(), wait);
        if (submission instanceof Submission.Final done) {
            chain.awaitHeight(done.height(), ATTEMPT);
        }
        if (submission instanceof Submission.Final || submission instanceof Submission.Rejected) {
            settled(restriction);
        }
        return submission;
    }

    private void bind(Restriction restriction) {
        switch (restriction.transaction()) {
            case CloseConsent close -> memory.pending().add(close.consent());
            case FreezeSubject freeze -> memory.pending().freeze(freeze.subject());
            default -> {} // a veto takes no permission away
        }
        memory.changed(restriction.subject());
    }

    private void settled(Restriction restriction) {
        waiting.remove(id(restriction));
        switch (restriction.transaction()) {
            case CloseConsent close -> memory.pending().remove(close.consent());
            case FreezeSubject freeze -> memory.pending().frozen(freeze.subject());
            default -> {}
        }
    }

    private boolean is(SubjectId subject, Predicate<SubjectLeaf> what) {
        return chain.view().subject(subject).map(Subject::leaf).filter(what).isPresent();
    }

    private TransactionId id(Restriction restriction) {
        return restriction.signed().id(chain.client().chainId());
    }

    private static Optional<Restriction> read(byte[] envelope) {
        try {
            SignedTransaction signed = TransactionCodec.decode(envelope);
            Transaction transaction = TransactionCodec.decodeBody(signed.body());
            return switch (transaction) {
                case CloseConsent close -> Optional.of(new Restriction(signed, close, close.subject()));
                case FreezeSubject freeze -> Optional.of(new Restriction(signed, freeze, freeze.subject()));
                case VetoRecovery veto -> Optional.of(new Restriction(signed, veto, veto.subject()));
                default -> Optional.empty();
            };
        } catch (MalformedBytes e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        submitting.close();
    }
}
