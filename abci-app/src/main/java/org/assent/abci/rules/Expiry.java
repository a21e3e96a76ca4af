package org.assent.abci.rules;

import java.time.Duration;
import java.time.Instant;

/** The time within which a transaction can take effect: until it expires, and no earlier than ten minutes before. */
final class Expiry {

    /** How far ahead of the block time a transaction may expire. */
    static final Duration MAX_AHEAD = Duration.ofMinutes(10);

    private Expiry() {}

    /** Whether the transaction cannot take effect in the block. */
    static boolean isOutside(Instant expires, BlockContext block) {
        return block.time().isAfter(expires) || expires.isAfter(block.time().plus(MAX_AHEAD));
    }
}
