package org.assent.authorization.token;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.bytes.Hash;

/**
 * Remembers in memory what was used and may not be used again, until it would be refused anyway. Bounded: when full, nothing
 * more is taken. Thread-safe.
 */
final class RecentlyUsed {

    private static final int MAX = 200_000;
    private static final long SWEEP_MILLIS = 5_000;

    private final Clock clock;
    private final Map<Bytes32, Long> expiries = new ConcurrentHashMap<>();
    private final AtomicLong sweepAt = new AtomicLong();

    RecentlyUsed(Clock clock) {
        this.clock = clock;
    }

    /** Whether this is the first use; false also when there is no room to remember it. */
    boolean firstUse(String id, Instant expires) {
        long now = clock.millis();
        long due = sweepAt.get();
        if (now >= due && sweepAt.compareAndSet(due, now + SWEEP_MILLIS)) {
            expiries.values().removeIf(expiry -> expiry < now);
        }
        return expiries.size() < MAX
                && expiries.putIfAbsent(Hash.sha256(id.getBytes(StandardCharsets.UTF_8)), expires.toEpochMilli())
                        == null;
    }
}
