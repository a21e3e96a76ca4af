package org.assent.abci.app;

import com.google.protobuf.ByteString;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assent.abci.rules.TransactionCheck;
import org.assent.ledger.identity.TransactionId;
import org.assent.ledger.transaction.Priority;

/**
 * What this node let into its mempool and is not in a block yet: how full the mempool is, and which restrictions to propose
 * until they have taken effect. Thread-safe.
 */
final class Admission {

    private static final int BUSY_TRANSACTIONS = BlockLimits.MEMPOOL_TRANSACTIONS * 4 / 5;
    private static final long BUSY_BYTES = BlockLimits.MEMPOOL_BYTES * 4L / 5;

    private final Map<ByteString, Priority> pending = new HashMap<>();
    private final KeptRestrictions restrictions;
    private long pendingBytes;

    Admission(RestrictionStore store) {
        this.restrictions = new KeptRestrictions(store);
    }

    /** Takes up again what was kept when the node ended. */
    synchronized void resume(TransactionCheck check, long height) {
        restrictions.stored().forEach(envelope -> check.check(envelope)
                .filter(checked -> checked.transaction().priority() == Priority.RESTRICTION)
                .ifPresent(checked -> restrictions.keep(ByteString.copyFrom(envelope), checked.id(), height)));
    }

    /**
     * Whether there is room for one more of the priority: ordinary ones only up to four fifths, so that
     * there is room for an emergency. A restriction that is kept
     * already under other signatures has none, or one that is signed again and again would take the room of all others.
     */
    synchronized boolean hasRoom(Priority priority, ByteString transaction, TransactionId id) {
        return switch (priority) {
            case RESTRICTION ->
                restrictions.contains(transaction)
                        || (!restrictions.contains(id) && restrictions.size() < BlockLimits.MEMPOOL_TRANSACTIONS);
            case EMERGENCY -> pending.size() < BlockLimits.MEMPOOL_TRANSACTIONS;
            case ORDINARY -> pending.size() < BUSY_TRANSACTIONS && pendingBytes < BUSY_BYTES;
        };
    }

    /** Remembers a transaction that was admitted when the given height was the newest. */
    synchronized void admitted(ByteString transaction, Priority priority, TransactionId id, long height) {
        if (pending.put(transaction, priority) == null) {
            pendingBytes += transaction.size();
        }
        if (priority == Priority.RESTRICTION) {
            restrictions.keep(transaction, id, height);
        }
    }

    /**
     * Forgets transactions that are in a block: each has its answer now.
     *
     * @param height of the block
     * @param late whether it comes long after it was made, as to a node that was cut off: its proposer cannot have had what this node has
     * @param proposer of the block, its address in hexadecimal digits
     */
    synchronized void inBlock(long height, boolean late, String proposer, Collection<ByteString> transactions) {
        restrictions.committed(height, late, proposer, transactions);
        for (ByteString transaction : transactions) {
            if (pending.remove(transaction) != null) {
                pendingBytes -= transaction.size();
            }
        }
    }

    /** Forgets a restriction whose effect is there by other means. */
    synchronized void tookEffect(ByteString restriction) {
        restrictions.done(restriction);
    }

    /** A node just (re)started: its mempool is empty, the restrictions are still to be proposed. */
    synchronized void mempoolEmptied() {
        pending.clear();
        pendingBytes = 0;
    }

    /** The restrictions to propose, oldest first. */
    synchronized List<ByteString> restrictions() {
        return restrictions.all();
    }

    /** The restrictions that were passed over for too long, the newest last. */
    synchronized List<PassedOver> passedOver() {
        return restrictions.reports();
    }
}
