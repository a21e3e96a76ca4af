package org.assent.testsupport;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A clock that moves only when a test says so.
 *
 * <p>Thread-safe. Zones made by {@link #withZone} share the instant of the clock they came from.
 */
public final class FixedClock extends Clock {
    private final AtomicReference<Instant> now;
    private final ZoneId zone;

    private FixedClock(AtomicReference<Instant> now, ZoneId zone) {
        this.now = now;
        this.zone = zone;
    }

    /** A clock in UTC that stands at {@code instant}. */
    public static FixedClock at(Instant instant) {
        return new FixedClock(new AtomicReference<>(Objects.requireNonNull(instant)), ZoneOffset.UTC);
    }

    /** A clock in UTC that stands at an ISO 8601 instant such as {@code 2026-03-01T12:00:00Z}. */
    public static FixedClock at(String instant) {
        return at(Instant.parse(instant));
    }

    /** Moves the clock; a negative duration moves it back. */
    public void advance(Duration step) {
        now.updateAndGet(instant -> instant.plus(step));
    }

    /** Puts the clock to {@code instant}, forwards or back. */
    public void set(Instant instant) {
        now.set(Objects.requireNonNull(instant));
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId newZone) {
        return new FixedClock(now, newZone);
    }
}
