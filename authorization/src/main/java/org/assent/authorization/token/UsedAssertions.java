package org.assent.authorization.token;

import java.time.Clock;
import java.time.Instant;
import org.assent.store.SiteDatabase;

/** Remembers the {@code jti} of every assertion until it has expired, also over restarts (RFC 7523 §3, 7). Thread-safe. */
public final class UsedAssertions {

    private final ExpiringIds ids;

    /** Over a database whose schema {@code authorization} is migrated. */
    public UsedAssertions(SiteDatabase database, Clock clock) {
        this.ids = new ExpiringIds(database, "used_assertion", clock);
    }

    /** Whether this issuer's assertion is used for the first time; durable when this returns. */
    public boolean firstUse(String issuer, String id, Instant expires) {
        return ids.add(issuer + " " + id, expires);
    }
}
