package org.assent.custody.consent;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work in lanes: one piece at a time in each, in the order given, all lanes beside each other. Work that fails is tried
 * again after a pause, until it succeeds or the lanes are closed.
 */
final class Lanes implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);
    private static final long RETRY_SECONDS = 5;

    /** A piece of work; doing it again does no harm. */
    interface Work {
        void run() throws InterruptedException;
    }

    private final Map<Object, Deque<Work>> lanes = new HashMap<>();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private boolean closed;

    /** Adds work to a lane. After closing it does nothing: what is not done is found again at the next start. */
    synchronized void add(Object lane, Work work) {
        if (closed) {
            return;
        }
        Deque<Work> waiting = lanes.get(lane);
        if (waiting != null) {
            waiting.add(work);
            return;
        }
        Deque<Work> fresh = new ArrayDeque<>();
        fresh.add(work);
        lanes.put(lane, fresh);
        Thread thread = Thread.ofVirtual().name("consent-lane").unstarted(() -> drain(lane));
        threads.add(thread);
        thread.start();
    }

    private void drain(Object lane) {
        try {
            for (Work work = first(lane); work != null; work = next(lane)) {
                untilDone(work);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            threads.remove(Thread.currentThread());
        }
    }

    private static void untilDone(Work work) throws InterruptedException {
        while (true) {
            try {
                work.run();
                return;
            } catch (RuntimeException e) {
                LOG.error("work on a consent failed and is tried again in {} s", RETRY_SECONDS, e);
                TimeUnit.SECONDS.sleep(RETRY_SECONDS);
            }
        }
    }

    private synchronized @Nullable Work first(Object lane) {
        Deque<Work> waiting = lanes.get(lane);
        return waiting == null ? null : waiting.peek();
    }

    private synchronized @Nullable Work next(Object lane) {
        Deque<Work> waiting = lanes.get(lane);
        if (waiting == null) {
            return null;
        }
        waiting.poll();
        Work work = waiting.peek();
        if (work == null) {
            lanes.remove(lane);
        }
        return work;
    }

    /** Interrupts what runs and waits a moment for it to end. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            lanes.clear();
        }
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            try {
                thread.join(TimeUnit.SECONDS.toMillis(5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
