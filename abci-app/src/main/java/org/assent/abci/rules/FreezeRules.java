package org.assent.abci.rules;

import java.util.Optional;
import java.util.stream.Stream;
import org.assent.ledger.state.Authority;
import org.assent.ledger.state.OrganizationLeaf;
import org.assent.ledger.state.Subject;
import org.assent.ledger.state.SubjectLeaf;
import org.assent.ledger.transaction.FreezeSubject;
import org.assent.ledger.transaction.RejectCode;
import org.assent.ledger.transaction.UnfreezeSubject;

/** How a subject is frozen and unfrozen. */
final class FreezeRules {

    private FreezeRules() {}

    /** By the subject key, or by guardians. Never refused for a quota or for the source's state. */
    static Outcome freeze(LedgerState state, FreezeSubject freeze, CheckedTransaction signed, BlockContext block) {
        SubjectStep.Found found = SubjectStep.find(state, freeze.subject(), block);
        Optional<RejectCode> refused = found.refused(signed);
        if (refused.isPresent()) {
            return new Outcome.Rejected(refused.get());
        }
        Subject subject = found.subject().orElseThrow();
        Optional<Authority> rank = freezingRank(subject.leaf(), found.source(), signed, block);
        if (rank.isEmpty()) {
            return new Outcome.Rejected(RejectCode.NOT_ENTITLED);
        }
        if (subject.leaf()
                        .frozenBy()
                        .filter(by -> by.compareTo(rank.get()) >= 0)
                        .isPresent()
                && freeze.counter() <= subject.leaf().authorityCounter() + 1) {
            return new Outcome.AlreadyApplied();
        }
        if (freeze.counter() != subject.leaf().authorityCounter() + 1) {
            return new Outcome.Rejected(RejectCode.WRONG_COUNTER);
        }
        return new LeafChanges().put(freeze.subject(), subject.frozen(rank)).applied();
    }

    /** By a subject key of a rank not below who froze it. Refuses also NOTHING_TO_UNFREEZE. */
    static Outcome unfreeze(
            LedgerState state, UnfreezeSubject unfreeze, CheckedTransaction signed, BlockContext block) {
        return new SubjectStep(state, unfreeze.subject(), unfreeze.counter(), unfreeze.expires(), signed, block)
                .shownBy(subject -> subject.leaf().frozenBy().isEmpty())
                .allowedIf(found -> Authorities.subjectKeySigned(found.leaf(), signed)
                        && found.leaf()
                                .frozenBy()
                                .filter(by -> by.compareTo(found.leaf().ownRank()) > 0)
                                .isEmpty())
                .apply(subject -> subject.leaf().frozenBy().isEmpty()
                        ? new SubjectStep.No(RejectCode.NOTHING_TO_UNFREEZE)
                        : new SubjectStep.Yes(subject.frozen(Optional.empty())));
    }

    private static Optional<Authority> freezingRank(
            SubjectLeaf subject, Optional<OrganizationLeaf> source, CheckedTransaction signed, BlockContext block) {
        Optional<Authority> own =
                Authorities.subjectKeySigned(subject, signed) ? Optional.of(subject.ownRank()) : Optional.empty();
        Optional<Authority> guardians = Authorities.guardiansSigned(subject, source, signed, block)
                ? Optional.of(Authorities.guardianRank(subject))
                : Optional.empty();
        return Stream.of(own, guardians).flatMap(Optional::stream).max(Authority::compareTo);
    }
}
