package org.assent.ledger.transaction;

import java.time.Instant;
import org.assent.ledger.codec.Checks;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.signature.PublicKey;
import org.assent.ledger.state.CustodyMode;

/**
 * Begins to replace a lost subject key. Signed by k guardians and by the new key. It takes effect when the subject's delay is over, by
 * block time, unless the old key vetoes it ({@link VetoRecovery}).
 *
 * @param subject whose authorities change
 * @param counter the subject's authority counter + 1
 * @param newKey the subject key to be, not among the subject's keys yet
 * @param custody who keeps the new key; never the custodian once the patient has taken over
 * @param expires block time after which it can no longer take effect, whole seconds, at most 10 minutes ahead
 */
public record RecoverSubject(SubjectId subject, long counter, PublicKey newKey, CustodyMode custody, Instant expires)
        implements Transaction {

    public RecoverSubject {
        Checks.range("authority counter", counter, 1, Long.MAX_VALUE);
        Checks.wholeSeconds("expires", expires);
    }
}
