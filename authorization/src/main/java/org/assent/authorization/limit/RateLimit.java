package org.assent.authorization.limit;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How often somebody may ask: one token bucket for each key, the least recently used keys forgotten. Thread-safe.
 */
public final class RateLimit {

    private static final int MAX_KEYS = 10_000;

    private static final class Bucket {
        private double tokens;
        private long atMillis;

        private Bucket(double tokens, long atMillis) {
            this.tokens = tokens;
            this.atMillis = atMillis;
        }
    }

    private final int burst;
    private final double millisPerToken;
    private final Clock clock;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MAX_KEYS;
        }
    };

    /**
     * A limit.
     *
     * @param burst how many at once, from 1
     * @param refill time in which one more becomes possible
     */
    public RateLimit(int burst, Duration refill, Clock clock) {
        this.burst = burst;
        this.millisPerToken = refill.toNanos() / 1e6;
        this.clock = clock;
    }

    /** Takes one; empty if there was one, else how long to wait for it. */
    public synchronized Optional<Duration> take(String key) {
        Bucket bucket = refilled(key);
        if (bucket.tokens >= 1) {
            bucket.tokens -= 1;
            return Optional.empty();
        }
        return Optional.of(Duration.ofMillis((long) Math.ceil((1 - bucket.tokens) * millisPerToken)));
    }

    /** Gives one back that turned out not to count. */
    public synchronized void giveBack(String key) {
        Bucket bucket = refilled(key);
        bucket.tokens = Math.min(burst, bucket.tokens + 1);
    }

    private Bucket refilled(String key) {
        long now = clock.millis();
        Bucket bucket = buckets.computeIfAbsent(key, k -> new Bucket(burst, now));
        double gained = Math.max(0, now - bucket.atMillis) / millisPerToken;
        bucket.tokens = Math.min(burst, bucket.tokens + gained);
        bucket.atMillis = now;
        return bucket;
    }
}
