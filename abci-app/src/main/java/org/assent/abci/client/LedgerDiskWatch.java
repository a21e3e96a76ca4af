package org.assent.abci.client;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks every ten seconds how large the ledger's files are, and says so in the log when it becomes worse than before. */
final class LedgerDiskWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerDiskWatch.class);
    private static final Duration BETWEEN = Duration.ofSeconds(10);

    private final List<Path> places;
    private final long budgetBytes;
    /** What frees space: done before each look. */
    private final Runnable upkeep;

    private final CountDownLatch end = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "ledger-disk");
    private volatile LedgerDisk seen;

    /** Looks at files and folders; those that are not there count nothing. */
    LedgerDiskWatch(List<Path> places, long budgetBytes, Runnable upkeep) {
        this.upkeep = upkeep;
        this.places = List.copyOf(places);
        this.budgetBytes = budgetBytes;
        this.seen = new LedgerDisk(0, budgetBytes);
    }

    /** Looks now, and every ten seconds from now on. */
    LedgerDiskWatch start() {
        thread.setDaemon(true);
        thread.start();
        return this;
    }

    private void run() {
        try {
            do {
                look();
            } while (!end.await(BETWEEN.toSeconds(), TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the last look saw. */
    LedgerDisk seen() {
        return seen;
    }

    /** Looks now. */
    void look() {
        upkeep.run();
        LedgerDisk before = seen;
        LedgerDisk now = LedgerDisk.of(places, budgetBytes);
        seen = now;
        if (now.level().compareTo(before.level()) > 0) {
            LOG.warn(
                    "the ledger takes {} MiB of the disk, its budget is {} MiB ({}): see docs/operating-ledger-storage.md",
                    now.bytes() >> 20,
                    now.budgetBytes() >> 20,
                    now.level());
        }
    }

    @Override
    public void close() {
        end.countDown();
    }
}
