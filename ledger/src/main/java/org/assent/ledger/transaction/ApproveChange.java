package org.assent.ledger.transaction;

import java.time.Instant;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.codec.Checks;

/**
 * Approves a proposal. Signed like {@link ProposeChange}. When m accreditors, or organizations with more than two thirds of the
 * validators' power, have approved it, the change is made at once.
 *
 * @param number of the proposal
 * @param change {@code H("change", canonical change)} of what is approved, so that nobody approves something else
 * @param expires block time after which it can no longer take effect, whole seconds, at most 10 minutes ahead
 */
public record ApproveChange(long number, Bytes32 change, Instant expires) implements Transaction {

    public ApproveChange {
        Checks.range("number of a proposal", number, 1, Long.MAX_VALUE);
        Checks.wholeSeconds("expires", expires);
    }
}
