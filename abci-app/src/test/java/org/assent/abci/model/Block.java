package org.assent.abci.model;

import java.time.Instant;

/** Where a transaction stands. */
record Block(long height, Instant time) {

    /** The day of the block, UTC. */
    long day() {
        return Math.floorDiv(time.getEpochSecond(), 86_400L);
    }

    /** Whether a transaction that expires then is too old, or too far ahead by so many seconds. */
    boolean isOutside(Instant expires, long mostSecondsAhead) {
        return expires.isBefore(time) || expires.minusSeconds(mostSecondsAhead).isAfter(time);
    }
}
