package org.assent.ledger.transaction;

import java.time.Instant;
import org.assent.ledger.codec.Checks;
import org.assent.ledger.identity.SubjectId;

/**
 * States that the source has erased the person. Signed by its transaction key. What is left is a tombstone: the SubjectId and the
 * counters.
 *
 * @param subject who is forgotten
 * @param counter the subject's authority counter + 1
 * @param expires block time after which it can no longer take effect, whole seconds, at most 10 minutes ahead
 */
public record AcknowledgeErasure(SubjectId subject, long counter, Instant expires) implements Transaction {

    public AcknowledgeErasure {
        Checks.range("authority counter", counter, 1, Long.MAX_VALUE);
        Checks.wholeSeconds("expires", expires);
    }
}
