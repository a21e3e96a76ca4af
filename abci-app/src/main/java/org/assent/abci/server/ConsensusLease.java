package org.assent.abci.server;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.assent.abci.wire.Request;
import org.jspecify.annotations.Nullable;

/**
 * The right to make consensus calls, held by one connection at a time: an application serves one node, and a second
 * one that finds the same socket would corrupt the pair.
 *
 * <p>A node that was killed and comes back may arrive before the end of its old connection has been seen, so a
 * newcomer waits a moment for the holder to leave.
 */
final class ConsensusLease {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition released = lock.newCondition();
    private final Duration patience;
    private @Nullable AbciConnection holder;

    ConsensusLease(Duration patience) {
        this.patience = patience;
    }

    /** Whether the call belongs to the consensus connection (abci++_basic_concepts.md). */
    static boolean isConsensusCall(Request request) {
        return switch (request.getValueCase()) {
            case INIT_CHAIN,
                    PREPARE_PROPOSAL,
                    PROCESS_PROPOSAL,
                    EXTEND_VOTE,
                    VERIFY_VOTE_EXTENSION,
                    FINALIZE_BLOCK,
                    COMMIT -> true;
            case ECHO,
                    FLUSH,
                    INFO,
                    QUERY,
                    CHECK_TX,
                    LIST_SNAPSHOTS,
                    OFFER_SNAPSHOT,
                    LOAD_SNAPSHOT_CHUNK,
                    APPLY_SNAPSHOT_CHUNK,
                    INSERT_TX,
                    REAP_TXS,
                    VALUE_NOT_SET -> false;
        };
    }

    /** Takes the lease for the connection, or keeps it; false when another connection holds it and does not leave. */
    boolean acquire(AbciConnection connection) {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (holder != null && holder != connection) {
                if (left <= 0) {
                    return false;
                }
                left = released.awaitNanos(left);
            }
            holder = connection;
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Gives the lease back if the connection holds it. */
    void release(AbciConnection connection) {
        lock.lock();
        try {
            if (holder == connection) {
                holder = null;
                released.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }
}
