package org.assent.ledger.transaction;

import java.time.Instant;
import org.assent.ledger.codec.Checks;
import org.assent.ledger.governance.Change;

/**
 * Puts a change of the members' rules to the vote. Signed by accreditors, or by the root keys of organizations whose validators sign
 * blocks; who signs it has approved it.
 *
 * @param number the number of proposals so far + 1
 * @param change what is to change
 * @param expires block time after which it can no longer take effect, whole seconds, at most 10 minutes ahead
 */
public record ProposeChange(long number, Change change, Instant expires) implements Transaction {

    public ProposeChange {
        Checks.range("number of a proposal", number, 1, Long.MAX_VALUE);
        Checks.wholeSeconds("expires", expires);
    }
}
