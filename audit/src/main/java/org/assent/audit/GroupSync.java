package org.assent.audit;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes entries durable in groups, in a thread of its own: at once when somebody waits (whoever comes during one sync
 * shares the next), else within a bounded delay.
 *
 * <p>A failed sync is final: after it the operating system may have dropped what it held, so nothing more is taken until
 * the log is opened anew.
 */
final class GroupSync implements AutoCloseable {

    private final Supplier<SegmentWriter> current;
    private final long delayNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition done = lock.newCondition();
    private final Thread thread;
    private long written;
    private long wanted;
    private long firstUnsynced;
    private boolean stopping;
    private @Nullable IOException failure;
    private volatile long durable;

    GroupSync(Supplier<SegmentWriter> current, long durable, Duration delay) {
        this.current = current;
        this.delayNanos = delay.toNanos();
        this.durable = durable;
        this.written = durable;
        this.wanted = durable;
        this.thread = Thread.ofPlatform().name("access-log-sync").daemon(true).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Number of the newest entry that is on disk. */
    long durable() {
        return durable;
    }

    /** Number of the newest entry that the operating system has. */
    long written() {
        lock.lock();
        try {
            return written;
        } finally {
            lock.unlock();
        }
    }

    /** Says that the entry was handed to the operating system. */
    void written(long sequence) {
        lock.lock();
        try {
            if (written == durable) {
                firstUnsynced = System.nanoTime();
            }
            written = sequence;
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Returns when the entry is on disk. */
    void await(long sequence) {
        if (durable >= sequence) {
            return;
        }
        lock.lock();
        try {
            if (wanted < sequence) {
                wanted = sequence;
                work.signal();
            }
            while (durable < sequence) {
                check();
                done.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Throws if a sync ever failed or the log is closed. */
    void check() {
        lock.lock();
        try {
            if (failure != null) {
                throw new AccessLogUnavailableException(
                        "the access log could not be synced to disk; check the disk and restart the site", failure);
            }
            if (stopping) {
                throw new AccessLogUnavailableException("the access log is closed", null);
            }
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (true) {
            long target = nextTarget();
            if (target < 0) {
                return;
            }
            IOException failed = null;
            try {
                current.get().force();
            } catch (IOException e) {
                failed = e;
            }
            finished(target, failed);
            if (failed != null) {
                return;
            }
        }
    }

    /** Waits for something to sync; negative to end. */
    private long nextTarget() {
        lock.lock();
        try {
            while (true) {
                if (written > durable) {
                    long left = firstUnsynced + delayNanos - System.nanoTime();
                    if (wanted > durable || left <= 0 || stopping) {
                        return written;
                    }
                    work.awaitNanos(left);
                } else if (stopping) {
                    return -1;
                } else {
                    work.await();
                }
            }
        } catch (InterruptedException e) {
            return -1;
        } finally {
            lock.unlock();
        }
    }

    private void finished(long target, @Nullable IOException failed) {
        lock.lock();
        try {
            if (failed == null) {
                durable = target;
                firstUnsynced = System.nanoTime();
            } else {
                failure = failed;
            }
            done.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Syncs what is left and ends the thread. */
    @Override
    public void close() {
        lock.lock();
        try {
            stopping = true;
            work.signal();
        } finally {
            lock.unlock();
        }
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        lock.lock();
        try {
            done.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
