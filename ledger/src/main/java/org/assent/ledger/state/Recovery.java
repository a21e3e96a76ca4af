package org.assent.ledger.state;

import java.time.Instant;
import org.assent.ledger.codec.Checks;
import org.assent.ledger.signature.PublicKey;

/**
 * A replacement of a lost subject key that has begun.
 *
 * @param newKey the subject key from {@code effectiveAt} on
 * @param custody who keeps it
 * @param counter the authority counter with which it began: its name in a veto
 * @param effectiveAt block time, whole milliseconds, at which it takes effect unless it is vetoed before
 */
public record Recovery(PublicKey newKey, CustodyMode custody, long counter, Instant effectiveAt) {

    public Recovery {
        Checks.range("counter of a recovery", counter, 1, Long.MAX_VALUE);
        Checks.wholeMillis("time of a recovery", effectiveAt);
    }
}
