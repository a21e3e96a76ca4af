package org.assent.decision.terms;

import java.time.Instant;
import java.util.Optional;
import org.assent.ledger.codec.Checks;

/**
 * A span of time; an open end is unbounded. Both ends are inside it.
 *
 * @param start first instant, whole seconds
 * @param end last instant, whole seconds, not before the start
 */
public record Period(Optional<Instant> start, Optional<Instant> end) {

    /** Without bounds. */
    public static final Period ALWAYS = new Period(Optional.empty(), Optional.empty());

    private static final long EARLIEST_SECOND = -62_135_596_800L;

    public Period {
        start.ifPresent(Period::check);
        end.ifPresent(Period::check);
        if (start.isPresent() && end.isPresent() && end.get().isBefore(start.get())) {
            throw new IllegalArgumentException("a period ends before it starts");
        }
    }

    private static void check(Instant instant) {
        if (instant.getNano() != 0
                || instant.getEpochSecond() < EARLIEST_SECOND
                || instant.getEpochSecond() > Checks.LATEST_SECOND) {
            throw new IllegalArgumentException("a period must be in whole seconds, from year 1 to 9999");
        }
    }

    /** Whether the instant is inside. */
    public boolean contains(Instant instant) {
        return start.map(s -> !instant.isBefore(s)).orElse(true)
                && end.map(e -> !instant.isAfter(e)).orElse(true);
    }
}
