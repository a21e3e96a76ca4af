package org.assent.custody.share;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.assent.ledger.identity.OrganizationId;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The outbox in the site's database. A recipient is sent the newest state of a consent: what is put again replaces what has
 * not gone yet, and a consent that cannot be delivered does not hold up others. Thread-safe.
 */
public final class DatabaseShareOutbox implements ShareOutbox {

    private static final int MAX_REASON = 500;
    private static final long LONGEST_PAUSE_MILLIS = 60_000;

    private final Jdbi jdbi;
    private final Clock clock;

    /** Over the migrated schema {@code custody}. */
    public DatabaseShareOutbox(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /** Puts a delivery, within a transaction of the caller; it is due at once or at the given time, if that is later. */
    public void put(Handle handle, OrganizationId recipient, String consentResourceId, Instant notBefore) {
        handle.createUpdate("delete from custody.deliveries where recipient = :recipient and resource_id = :resource")
                .bind("recipient", recipient.toHex())
                .bind("resource", consentResourceId)
                .execute();
        handle.createUpdate("insert into custody.deliveries (recipient, resource_id, attempts, due_millis)"
                        + " values (:recipient, :resource, 0, :due)")
                .bind("recipient", recipient.toHex())
                .bind("resource", consentResourceId)
                .bind("due", Math.max(clock.millis(), notBefore.toEpochMilli()))
                .execute();
    }

    /** Puts a delivery that is due at once, or when the consent begins. */
    public void put(OrganizationId recipient, String consentResourceId, Instant notBefore) {
        jdbi.useTransaction(handle -> put(handle, recipient, consentResourceId, notBefore));
    }

    /** Nothing of the consent is to be delivered any more, within a transaction of the caller. */
    public void forget(Handle handle, String consentResourceId) {
        handle.createUpdate("delete from custody.deliveries where resource_id = :resource")
                .bind("resource", consentResourceId)
                .execute();
    }

    @Override
    public List<Delivery> due(int limit) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select id, recipient, resource_id, attempts from custody.deliveries"
                                + " where due_millis <= :now order by id limit :limit")
                        .bind("now", clock.millis())
                        .bind("limit", limit)
                        .map((row, context) -> new Delivery(
                                row.getLong("id"),
                                OrganizationId.fromHex(row.getString("recipient")),
                                row.getString("resource_id"),
                                row.getInt("attempts")))
                        .list());
    }

    @Override
    public void delivered(long id) {
        jdbi.useHandle(handle -> handle.createUpdate("delete from custody.deliveries where id = :id")
                .bind("id", id)
                .execute());
    }

    @Override
    public void failed(long id, String reason) {
        jdbi.useTransaction(handle -> {
            int attempts = handle.createQuery("select attempts from custody.deliveries where id = :id")
                    .bind("id", id)
                    .mapTo(Integer.class)
                    .findOne()
                    .orElse(0);
            handle.createUpdate("update custody.deliveries set attempts = :attempts, due_millis = :due,"
                            + " reason = :reason where id = :id")
                    .bind("attempts", attempts + 1)
                    .bind("due", clock.millis() + pauseMillis(attempts))
                    .bind("reason", reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) : reason)
                    .bind("id", id)
                    .execute();
        });
    }

    /** 0.5 s, 1 s, 2 s, … at most a minute. */
    private static long pauseMillis(int attempts) {
        return Math.min(LONGEST_PAUSE_MILLIS, 500L << Math.min(attempts, 10));
    }
}
