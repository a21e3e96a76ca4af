package org.assent.custody.chain;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that is done in rounds, in a thread of its own: when it is woken, and every so often without. A round that fails is
 * logged and tried again, with pauses that double up to a minute.
 */
public final class WokenThread implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WokenThread.class);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(5);

    private final String name;
    private final Duration pause;
    private final Round round;
    private final Semaphore woken = new Semaphore(0);
    private @Nullable Thread thread;

    /** One round. */
    public interface Round {
        /** Does what there is to do. */
        void run() throws InterruptedException;
    }

    /**
     * Not started yet.
     *
     * @param name of the thread
     * @param pause after which a round comes although nobody woke it
     */
    public WokenThread(String name, Duration pause, Round round) {
        this.name = name;
        this.pause = pause;
        this.round = round;
    }

    /** Begins; the second call does nothing. */
    public synchronized void start() {
        if (thread == null) {
            thread = Thread.ofPlatform().name(name).daemon(true).start(this::work);
        }
    }

    /** Says that there is something to do; returns at once. */
    public void wake() {
        if (woken.availablePermits() == 0) {
            woken.release();
        }
    }

    private void work() {
        long pauseMillis = pause.toMillis();
        while (!Thread.currentThread().isInterrupted()) {
            try {
                if (woken.tryAcquire(pauseMillis, TimeUnit.MILLISECONDS)) {
                    woken.drainPermits();
                }
                round.run();
                pauseMillis = pause.toMillis();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                pauseMillis = Math.min(LONGEST_PAUSE.toMillis(), 2 * pauseMillis);
                LOG.error("{} failed and is tried again in {} ms", name, pauseMillis, e);
            }
        }
    }

    /** Interrupts a round that runs, and waits a few seconds for its end. */
    @Override
    public void close() {
        Thread running;
        synchronized (this) {
            running = thread;
            thread = null;
        }
        if (running != null) {
            running.interrupt();
            try {
                running.join(STOPS_WITHIN.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
