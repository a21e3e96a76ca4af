package org.assent.custody.restriction;

import org.assent.ledger.stream.LedgerView;
import org.assent.ledger.transaction.RejectCode;

/** The ledger's own rules, asked before the ledger: whether a restriction would take effect. */
@FunctionalInterface
public interface RestrictionRules {

    /** What would become of it. */
    sealed interface Judgement {}

    /** It takes something away. */
    record Binds() implements Judgement {}

    /** What it takes away is gone already. */
    record Done() implements Judgement {}

    /** The ledger would refuse it. */
    record Refused(RejectCode code) implements Judgement {}

    /**
     * Judges by the committed state.
     *
     * @param envelope any bytes
     */
    Judgement judge(byte[] envelope, LedgerView view);
}
