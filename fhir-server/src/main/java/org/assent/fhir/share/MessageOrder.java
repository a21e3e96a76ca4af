package org.assent.fhir.share;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.assent.custody.share.ShareExchange;
import org.assent.ledger.identity.OrganizationId;

/**
 * Takes what comes from an organization about its shares one after the other, and nothing that is older than what was taken:
 * a share that was under way for long does not bring back what was withdrawn since. Thread-safe.
 */
final class MessageOrder {

    private final ShareExchange shared;
    private final Map<OrganizationId, ReentrantLock> locks = new ConcurrentHashMap<>();

    MessageOrder(ShareExchange shared) {
        this.shared = shared;
    }

    /** Does it, unless something newer was taken; false if that is so or if it answers false. */
    boolean take(OrganizationId from, long revision, BooleanSupplier action) {
        ReentrantLock lock = locks.computeIfAbsent(from, organization -> new ReentrantLock());
        lock.lock();
        try {
            return shared.takes(from, revision) && action.getAsBoolean();
        } finally {
            lock.unlock();
        }
    }
}
