package org.assent.abci.rules;

import java.time.Duration;
import java.time.Instant;

/** The time within which a transaction can take effect: until it expires, and no earlier than ten minutes, or seven days, before. */
final class Expiry {

    /** How far ahead of the block time a transaction may expire. */
    static final Duration MAX_AHEAD = Duration.ofMinutes(10);

    /** The same for what several people must sign, and for emergencies that are declared when the ledger is back. */
    static final Duration MAX_AHEAD_SLOW = Duration.ofDays(7);

    private Expiry() {}

    /** Whether the transaction cannot take effect in the block. */
    static boolean isOutside(Instant expires, BlockContext block) {
        return isOutside(expires, block, MAX_AHEAD);
    }

    /** The same for a transaction that may be signed days before it is submitted. */
    static boolean isOutsideSlow(Instant expires, BlockContext block) {
        return isOutside(expires, block, MAX_AHEAD_SLOW);
    }

    private static boolean isOutside(Instant expires, BlockContext block, Duration ahead) {
        return block.time().isAfter(expires) || expires.isAfter(block.time().plus(ahead));
    }
}
