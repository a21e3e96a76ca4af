package org.assent.custody.share;

import java.time.Clock;
import org.assent.ledger.identity.OrganizationId;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The order of messages between two organizations, durable. A revision is the time in milliseconds or one more than the
 * last, so that it still grows after the database was restored from an older backup. Thread-safe.
 */
final class ShareRevisions {

    private static final String SENT = "SENT";
    private static final String RECEIVED = "RECEIVED";

    private final Jdbi jdbi;
    private final Clock clock;

    ShareRevisions(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /** For the next message to a recipient. */
    synchronized long next(OrganizationId recipient) {
        return jdbi.inTransaction(handle -> {
            long revision = Math.max(clock.millis(), newest(handle, SENT, recipient) + 1);
            save(handle, SENT, recipient, revision);
            return revision;
        });
    }

    /** Whether a message is not older than the newest that came from there; notes it. */
    synchronized boolean takes(OrganizationId from, long revision) {
        return jdbi.inTransaction(handle -> {
            if (revision < newest(handle, RECEIVED, from)) {
                return false;
            }
            save(handle, RECEIVED, from, revision);
            return true;
        });
    }

    private static long newest(Handle handle, String direction, OrganizationId organization) {
        return handle.createQuery("select revision from custody.share_revisions where direction = :direction"
                        + " and organization = :organization")
                .bind("direction", direction)
                .bind("organization", organization.toHex())
                .mapTo(Long.class)
                .findOne()
                .orElse(0L);
    }

    private static void save(Handle handle, String direction, OrganizationId organization, long revision) {
        int known = handle.createUpdate("update custody.share_revisions set revision = :revision"
                        + " where direction = :direction and organization = :organization")
                .bind("revision", revision)
                .bind("direction", direction)
                .bind("organization", organization.toHex())
                .execute();
        if (known == 0) {
            handle.createUpdate("insert into custody.share_revisions (direction, organization, revision)"
                            + " values (:direction, :organization, :revision)")
                    .bind("direction", direction)
                    .bind("organization", organization.toHex())
                    .bind("revision", revision)
                    .execute();
        }
    }
}
