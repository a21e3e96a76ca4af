package org.assent.abci.rules;

import org.assent.ledger.state.Erasure;
import org.assent.ledger.transaction.AcknowledgeErasure;
import org.assent.ledger.transaction.RejectCode;
import org.assent.ledger.transaction.RequestErasure;

/** How a person is forgotten: asked for, then acknowledged by the source. */
final class ErasureRules {

    private ErasureRules() {}

    /** By the subject key or by the source. */
    static Outcome requestErasure(
            LedgerState state, RequestErasure request, CheckedTransaction signed, BlockContext block) {
        return new SubjectStep(state, request.subject(), request.counter(), request.expires(), signed, block)
                .shownBy(subject -> subject.leaf().erasure() != Erasure.NONE)
                .allowedIf(found -> Authorities.subjectKeySigned(found.leaf(), signed)
                        || found.source()
                                .filter(leaf -> OrganizationRules.hasSigned(leaf, signed, block))
                                .isPresent())
                .apply(subject -> subject.leaf().erasure() == Erasure.NONE
                        ? new SubjectStep.Yes(subject.toBeErased())
                        : new SubjectStep.No(RejectCode.ERASED));
    }

    /** By the source, once it was asked for. Refuses also ERASURE_NOT_REQUESTED. */
    static Outcome acknowledgeErasure(
            LedgerState state, AcknowledgeErasure acknowledge, CheckedTransaction signed, BlockContext block) {
        return new SubjectStep(
                        state, acknowledge.subject(), acknowledge.counter(), acknowledge.expires(), signed, block)
                .shownBy(subject -> subject.leaf().erasure() == Erasure.DONE)
                .allowedIf(found -> found.source()
                        .filter(leaf -> OrganizationRules.hasSigned(leaf, signed, block))
                        .isPresent())
                .apply(subject -> subject.leaf().erasure() == Erasure.REQUESTED
                        ? new SubjectStep.Yes(subject.erased())
                        : new SubjectStep.No(RejectCode.ERASURE_NOT_REQUESTED));
    }
}
