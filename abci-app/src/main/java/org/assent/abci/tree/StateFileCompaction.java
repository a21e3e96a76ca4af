package org.assent.abci.tree;

import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.h2.mvstore.FileStore;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the state file shrink: after every so many blocks, chunks that are mostly obsolete are written anew in a short
 * slice on a thread of its own, never while a block is being written; their space is free once the retention time is
 * over, and a free end of the file is cut off with the next block.
 *
 * <p>{@code MVStore.compactFile} is not used: its moving of chunks breaks an assertion of H2 2.4.240 and closes the store.
 */
final class StateFileCompaction implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StateFileCompaction.class);
    private static final int BLOCKS_BETWEEN = 16;
    private static final int SLICE_BYTES = 2 << 20;
    private static final long SMALLEST_FILE_BYTES = 2L << 20;
    private static final int GOOD_FILL_PERCENT = 60;

    private final MVStore store;
    private final ReentrantLock writing;
    private final AtomicInteger blocks = new AtomicInteger();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "state-compaction");
        thread.setDaemon(true);
        return thread;
    });

    StateFileCompaction(MVStore store, ReentrantLock writing) {
        this.store = store;
        this.writing = writing;
    }

    /** Counts a block; returns at once. */
    void afterCommit() {
        if (blocks.incrementAndGet() % BLOCKS_BETWEEN == 0 && isWorthwhile() && scheduled.compareAndSet(false, true)) {
            try {
                executor.execute(this::slice);
            } catch (RejectedExecutionException closing) {
                scheduled.set(false);
            }
        }
    }

    private boolean isWorthwhile() {
        FileStore<?> file = store.getFileStore();
        return file.size() > SMALLEST_FILE_BYTES
                && (file.getChunksFillRate() < GOOD_FILL_PERCENT || file.getFillRate() < GOOD_FILL_PERCENT);
    }

    private void slice() {
        try {
            run();
        } finally {
            scheduled.set(false);
        }
    }

    /** One slice, now. */
    void run() {
        writing.lock();
        try {
            if (!store.isClosed() && store.compact(GOOD_FILL_PERCENT, SLICE_BYTES)) {
                store.commit();
                store.sync();
            }
        } catch (MVStoreException e) {
            LOG.warn("the state file could not be compacted: {}", e.getMessage());
        } finally {
            writing.unlock();
        }
    }

    @Override
    public void close() {
        executor.shutdown();
    }
}
