package org.assent.authorization.token;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.assent.store.SiteDatabase;

/**
 * Remembers the {@code jti} of every token that was taken back until the token has expired, also over restarts (RFC 7009). Each
 * request asks, so the answer comes from memory: one process serves a site. Bounded: when full, nothing more is taken back, and
 * whoever asks is told so. Thread-safe.
 */
public final class RevokedTokens {

    private static final int MAX = 100_000;

    private final ExpiringIds ids;
    private final Map<String, Instant> known;
    private final Clock clock;

    /** Over a database whose schema {@code authorization} is migrated. */
    public RevokedTokens(SiteDatabase database, Clock clock) {
        this.ids = new ExpiringIds(database, "revoked_token", clock);
        this.known = new ConcurrentHashMap<>(ids.all());
        this.clock = clock;
    }

    /**
     * Takes a token back; it holds nowhere once this returns.
     *
     * @param id its {@code jti}
     * @param expires when it ends by itself
     * @return false if there is no room to remember it
     */
    public synchronized boolean revoke(String id, Instant expires) {
        if (contains(id)) {
            return true;
        }
        known.values().removeIf(end -> end.isBefore(clock.instant()));
        if (known.size() >= MAX) {
            return false;
        }
        ids.add(id, expires);
        known.put(ExpiringIds.hash(id), expires);
        return true;
    }

    /** Whether a token was taken back. */
    public boolean contains(String id) {
        return known.containsKey(ExpiringIds.hash(id));
    }
}
