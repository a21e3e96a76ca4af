package org.assent.dicomweb.enforcement;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * All answers that are on their way out, each decided again when a consent changes and at least twice a second.
 *
 * <p>The regular turn finds what no change announces: a period that runs out, and a ledger that grows stale. Thread-safe;
 * to be closed.
 */
public final class TransferRegistry implements AutoCloseable {

    private static final Duration TURN = Duration.ofMillis(500);

    private final Set<Transfer> running = ConcurrentHashMap.newKeySet();
    private final Semaphore changed = new Semaphore(0);
    private final AtomicLong changes = new AtomicLong();
    private final Thread sweeper;
    private volatile boolean closed;

    /** A registry with a thread of its own. */
    public TransferRegistry() {
        sweeper = new Thread(this::sweep, "transfer-sweeper");
        sweeper.setDaemon(true);
        sweeper.start();
    }

    /** What may be seen may have changed: decides all running transfers again, soon and on another thread. */
    public void recheck() {
        changes.incrementAndGet();
        changed.release();
    }

    /** How many are running. */
    public int size() {
        return running.size();
    }

    /** How often it was announced so far that what may be seen may have changed. */
    long changes() {
        return changes.get();
    }

    /**
     * Adds a transfer that was decided before; decides again if a change came in between.
     *
     * @param seen {@link #changes} before the decision
     */
    void add(Transfer transfer, long seen) {
        running.add(transfer);
        if (changes.get() != seen) {
            transfer.recheck();
        }
    }

    void remove(Transfer transfer) {
        running.remove(transfer);
    }

    private void sweep() {
        while (!closed) {
            try {
                boolean announced = changed.tryAcquire(TURN.toMillis(), TimeUnit.MILLISECONDS);
                if (announced) {
                    changed.drainPermits();
                }
                running.forEach(Transfer::recheck);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        sweeper.interrupt();
    }
}
