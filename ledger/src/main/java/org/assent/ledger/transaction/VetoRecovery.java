package org.assent.ledger.transaction;

import org.assent.ledger.codec.Checks;
import org.assent.ledger.identity.SubjectId;

/**
 * Ends a recovery before it takes effect: a restriction. Signed by the subject key. It has no expiry and no counter of its own; a
 * second one changes nothing.
 *
 * @param subject whose key was to be replaced
 * @param recovery the counter that the RecoverSubject named
 *
 */
public record VetoRecovery(SubjectId subject, long recovery) implements Transaction {

    public VetoRecovery {
        Checks.range("counter of a recovery", recovery, 1, Long.MAX_VALUE);
    }
}
