package org.assent.site.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * How soon a site that ended is started again, and how often: the first time after a second, each further time after twice as
 * long, and not a sixth time within ten minutes. Not thread-safe.
 */
final class Restarts {

    private static final int AT_MOST = 5;
    private static final Duration WITHIN = Duration.ofMinutes(10);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private final Deque<Instant> ends = new ArrayDeque<>();

    /**
     * Notes that the site ended.
     *
     * @param at later than those before
     * @return how long to wait before it is started again; empty if it ended too often
     */
    Optional<Duration> afterEnd(Instant at) {
        while (!ends.isEmpty() && ends.peekFirst().plus(WITHIN).isBefore(at)) {
            ends.removeFirst();
        }
        if (ends.size() == AT_MOST) {
            return Optional.empty();
        }
        Duration pause = FIRST_PAUSE.multipliedBy(1L << ends.size());
        ends.addLast(at);
        return Optional.of(pause);
    }
}
