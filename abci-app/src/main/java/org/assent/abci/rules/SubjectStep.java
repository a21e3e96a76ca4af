package org.assent.abci.rules;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.state.Erasure;
import org.assent.ledger.state.OrganizationLeaf;
import org.assent.ledger.state.Subject;
import org.assent.ledger.state.SubjectLeaf;
import org.assent.ledger.transaction.RejectCode;

/**
 * The order of checks that is common to all that changes the authorities over a subject and is no restriction; it is charged to the
 * source.
 *
 * <p>In this order: {@code EXPIRED · BAD_SIGNATURE · UNKNOWN_SUBJECT · ERASED · NOT_ENTITLED · WRONG_COUNTER}; then what each says;
 * then {@code OVER_QUOTA}. A transaction whose counter is the leaf's, and whose effect the leaf shows, is {@link
 * Outcome.AlreadyApplied}.
 */
record SubjectStep(
        LedgerState state,
        SubjectId id,
        long counter,
        Instant expires,
        CheckedTransaction signed,
        BlockContext block,
        Predicate<Subject> shown,
        Predicate<Found> allowed) {

    SubjectStep(
            LedgerState state,
            SubjectId id,
            long counter,
            Instant expires,
            CheckedTransaction signed,
            BlockContext block) {
        this(state, id, counter, expires, signed, block, subject -> false, found -> false);
    }

    /** A subject, if it is enrolled, and its source. */
    record Found(Optional<Subject> subject, Optional<OrganizationLeaf> source) {

        SubjectLeaf leaf() {
            return subject.orElseThrow().leaf();
        }

        /** BAD_SIGNATURE · UNKNOWN_SUBJECT · ERASED. */
        Optional<RejectCode> refused(CheckedTransaction signed) {
            if (!signed.authentic()) {
                return Optional.of(RejectCode.BAD_SIGNATURE);
            }
            if (subject.isEmpty()) {
                return Optional.of(RejectCode.UNKNOWN_SUBJECT);
            }
            return leaf().erasure() == Erasure.DONE ? Optional.of(RejectCode.ERASED) : Optional.empty();
        }
    }

    /** What an allowed step comes to. */
    sealed interface Next {}

    /** The subject as it is to be. */
    record Yes(Subject subject) implements Next {}

    /** Why not. */
    record No(RejectCode code) implements Next {}

    static Found find(LedgerState state, SubjectId id, BlockContext block) {
        Optional<Subject> subject = state.subject(id, block.time());
        return new Found(
                subject,
                subject.flatMap(known -> state.organization(known.leaf().source())));
    }

    /** By what the leaf shows that the step was made before. */
    SubjectStep shownBy(Predicate<Subject> effect) {
        return new SubjectStep(state, id, counter, expires, signed, block, effect, allowed);
    }

    /** Who may. */
    SubjectStep allowedIf(Predicate<Found> entitled) {
        return new SubjectStep(state, id, counter, expires, signed, block, shown, entitled);
    }

    Outcome apply(Function<Subject, Next> change) {
        Found found = find(state, id, block);
        if (signed.authentic()
                && found.subject()
                        .filter(subject -> counter == subject.leaf().authorityCounter() && shown.test(subject))
                        .isPresent()) {
            return new Outcome.AlreadyApplied();
        }
        if (Expiry.isOutside(expires, block)) {
            return new Outcome.Rejected(RejectCode.EXPIRED);
        }
        Optional<RejectCode> refused = found.refused(signed);
        if (refused.isPresent()) {
            return new Outcome.Rejected(refused.get());
        }
        if (!allowed.test(found)) {
            return new Outcome.Rejected(RejectCode.NOT_ENTITLED);
        }
        if (counter != found.leaf().authorityCounter() + 1) {
            return new Outcome.Rejected(RejectCode.WRONG_COUNTER);
        }
        return switch (change.apply(found.subject().orElseThrow())) {
            case No no -> new Outcome.Rejected(no.code());
            case Yes yes -> charged(found, yes.subject());
        };
    }

    private Outcome charged(Found found, Subject changed) {
        Optional<OrganizationLeaf> charged = found.source()
                .flatMap(source -> Quota.charge(
                        source, Quota.UNIT, block.time(), state.governance().limits()));
        return charged.<Outcome>map(source -> new LeafChanges()
                        .put(changed.leaf().source(), source)
                        .put(id, changed)
                        .applied())
                .orElse(new Outcome.Rejected(RejectCode.OVER_QUOTA));
    }
}
