package org.assent.authorization.token;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.assent.ledger.bytes.Hash;
import org.assent.store.SiteDatabase;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/**
 * A table of ids that are kept, by their hashes, until they matter no more ({@code id_hash}, {@code expires_millis}). Durable
 * when a call returns; thread-safe.
 */
final class ExpiringIds {

    private static final long SWEEP_MILLIS = 60_000;

    private final Jdbi jdbi;
    private final String table;
    private final Clock clock;
    private final AtomicLong sweepAt = new AtomicLong();

    /**
     * Over a database whose schema {@code authorization} is migrated.
     *
     * @param table its name in that schema
     */
    ExpiringIds(SiteDatabase database, String table, Clock clock) {
        this.jdbi = database.jdbi();
        this.table = "\"authorization\"." + table;
        this.clock = clock;
    }

    /** Keeps an id; false if it is kept already. */
    boolean add(String id, Instant expires) {
        sweep();
        try {
            jdbi.useHandle(handle -> handle.execute(
                    "insert into " + table + " (id_hash, expires_millis) values (?, ?)",
                    hash(id),
                    expires.toEpochMilli()));
            return true;
        } catch (UnableToExecuteStatementException e) {
            if (e.getCause() instanceof SQLException sql && "23505".equals(sql.getSQLState())) {
                return false; // unique_violation, in H2 and PostgreSQL alike
            }
            throw e;
        }
    }

    /** The hashes of all that are kept, and until when. */
    Map<String, Instant> all() {
        sweep();
        return jdbi.withHandle(handle -> handle.createQuery("select id_hash, expires_millis from " + table)
                .reduceRows(new HashMap<>(), (found, row) -> {
                    found.put(
                            row.getColumn("id_hash", String.class),
                            Instant.ofEpochMilli(row.getColumn("expires_millis", Long.class)));
                    return found;
                }));
    }

    static String hash(String id) {
        return Hash.sha256(id.getBytes(StandardCharsets.UTF_8)).toHex();
    }

    private void sweep() {
        long now = clock.millis();
        long due = sweepAt.get();
        if (now >= due && sweepAt.compareAndSet(due, now + SWEEP_MILLIS)) {
            jdbi.useHandle(handle -> handle.execute("delete from " + table + " where expires_millis < ?", now));
        }
    }
}
