package org.assent.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assent.abci.node.RpcException;

/** Watches the highest block of all sites, and how long the chain stood between two of them. */
final class SoakPulse implements AutoCloseable {

    private static final long LOOK_MILLIS = 100;

    private final List<SoakSite> sites;
    private final Thread thread = Thread.ofVirtual().unstarted(this::watch);
    private volatile long height;
    private volatile Duration longestGap = Duration.ZERO;

    private SoakPulse(List<SoakSite> sites) {
        this.sites = sites;
    }

    static SoakPulse start(List<SoakSite> sites) {
        SoakPulse pulse = new SoakPulse(sites);
        pulse.thread.start();
        return pulse;
    }

    private void watch() {
        long since = System.nanoTime();
        try {
            while (true) {
                long highest = 0;
                for (SoakSite site : sites) {
                    highest = Math.max(highest, height(site));
                }
                long now = System.nanoTime();
                if (highest > height) {
                    if (height > 0 && now - since > longestGap.toNanos()) {
                        longestGap = Duration.ofNanos(now - since);
                    }
                    height = highest;
                    since = now;
                }
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Newest block of a site, 0 while it does not answer. */
    static long height(SoakSite site) throws InterruptedException {
        try {
            return site.rpc().status().height();
        } catch (RpcException e) {
            return 0;
        }
    }

    /** The highest block that any site has told of. */
    long height() {
        return height;
    }

    Duration longestGap() {
        return longestGap;
    }

    /** Waits for a block above the given one. */
    void awaitAbove(long before, Duration patience) throws InterruptedException {
        Instant end = Instant.now().plus(patience);
        while (height <= before) {
            if (Instant.now().isAfter(end)) {
                throw new IllegalStateException(
                        "no block after height " + before + " for " + patience.toSeconds() + " s");
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
