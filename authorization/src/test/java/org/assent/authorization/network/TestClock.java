package org.assent.authorization.network;

import java.time.Duration;
import java.time.Instant;
import org.assent.testsupport.FixedClock;

/** Clocks for sites: ahead of the process's start, before which proofs are refused. */
public final class TestClock {

    private TestClock() {}

    /** One that stands an hour ahead. */
    public static FixedClock ahead() {
        return FixedClock.at(Instant.now().plus(Duration.ofHours(1)));
    }
}
