package org.assent.ledger.transaction;

import java.time.Instant;
import org.assent.ledger.codec.Checks;
import org.assent.ledger.identity.SubjectId;

/**
 * Ends a freezing, so that the consents in force count again. Signed by a subject key that ranks as high as who froze it.
 *
 * @param subject who is frozen
 * @param counter the subject's authority counter + 1
 * @param expires block time after which it can no longer take effect, whole seconds, at most 10 minutes ahead
 */
public record UnfreezeSubject(SubjectId subject, long counter, Instant expires) implements Transaction {

    public UnfreezeSubject {
        Checks.range("authority counter", counter, 1, Long.MAX_VALUE);
        Checks.wholeSeconds("expires", expires);
    }
}
