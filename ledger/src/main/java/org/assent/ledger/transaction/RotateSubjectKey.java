package org.assent.ledger.transaction;

import java.time.Instant;
import org.assent.ledger.codec.Checks;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.signature.PublicKey;
import org.assent.ledger.state.CustodyMode;

/**
 * Replaces the subject key. Signed by the present one and by the new one. When the patient takes over from the custodian, the
 * custodian's key stays as an authority of the lowest rank until the patient removes it ({@link SetDelegates}); custody is never
 * given back, since then nobody could close what the patient's own key recorded.
 *
 * @param subject whose authorities change
 * @param counter the subject's authority counter + 1
 * @param newKey the new subject key, not among the subject's keys yet
 * @param custody who keeps the new key
 * @param expires block time after which it can no longer take effect, whole seconds, at most 10 minutes ahead
 */
public record RotateSubjectKey(SubjectId subject, long counter, PublicKey newKey, CustodyMode custody, Instant expires)
        implements Transaction {

    public RotateSubjectKey {
        Checks.range("authority counter", counter, 1, Long.MAX_VALUE);
        Checks.wholeSeconds("expires", expires);
    }
}
