package org.assent.abci.model;

import java.util.Optional;
import org.assent.ledger.transaction.RejectCode;

/**
 * What the model says of a transaction.
 *
 * @param code why it is refused; empty if its effect is there
 * @param already whether its effect was there before
 */
public record Verdict(Optional<RejectCode> code, boolean already) {

    static final Verdict APPLIED = new Verdict(Optional.empty(), false);
    static final Verdict ALREADY = new Verdict(Optional.empty(), true);

    static Verdict refused(RejectCode code) {
        return new Verdict(Optional.of(code), false);
    }

    /** The number that the block's results have: 0 if its effect is there. */
    public int number() {
        return code.map(RejectCode::number).orElse(0);
    }

    /** Whether it changed anything. */
    public boolean applied() {
        return code.isEmpty() && !already;
    }
}
