package org.assent.ledger.transaction;

import java.time.Instant;
import org.assent.ledger.codec.Checks;
import org.assent.ledger.identity.SubjectId;

/**
 * Asks the source to erase the person. Signed by the subject key or by the source's transaction key. From then on every other
 * organization is denied, and no consent is recorded any more.
 *
 * @param subject who is to be forgotten
 * @param counter the subject's authority counter + 1
 * @param expires block time after which it can no longer take effect, whole seconds, at most 10 minutes ahead
 */
public record RequestErasure(SubjectId subject, long counter, Instant expires) implements Transaction {

    public RequestErasure {
        Checks.range("authority counter", counter, 1, Long.MAX_VALUE);
        Checks.wholeSeconds("expires", expires);
    }
}
