package org.assent.authorization.token;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.assent.ledger.bytes.Hash;
import org.assent.store.SiteDatabase;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** Remembers the {@code jti} of every assertion until it has expired, also over restarts (RFC 7523 §3, 7). Thread-safe. */
public final class UsedAssertions {

    private static final long SWEEP_MILLIS = 60_000;

    private final Jdbi jdbi;
    private final Clock clock;
    private final AtomicLong sweepAt = new AtomicLong();

    /** Over a database whose schema {@code authorization} is migrated. */
    public UsedAssertions(SiteDatabase database, Clock clock) {
        this.jdbi = database.jdbi();
        this.clock = clock;
    }

    /** Whether this issuer's assertion is used for the first time; durable when this returns. */
    public boolean firstUse(String issuer, String id, Instant expires) {
        sweep();
        String hash = Hash.sha256((issuer + " " + id).getBytes(StandardCharsets.UTF_8))
                .toHex();
        try {
            jdbi.useHandle(handle -> handle.execute(
                    "insert into \"authorization\".used_assertion (id_hash, expires_millis) values (?, ?)",
                    hash,
                    expires.toEpochMilli()));
            return true;
        } catch (UnableToExecuteStatementException e) {
            if (e.getCause() instanceof SQLException sql && "23505".equals(sql.getSQLState())) {
                return false; // unique_violation, in H2 and PostgreSQL alike
            }
            throw e;
        }
    }

    private void sweep() {
        long now = clock.millis();
        long due = sweepAt.get();
        if (now >= due && sweepAt.compareAndSet(due, now + SWEEP_MILLIS)) {
            jdbi.useHandle(handle ->
                    handle.execute("delete from \"authorization\".used_assertion where expires_millis < ?", now));
        }
    }
}
