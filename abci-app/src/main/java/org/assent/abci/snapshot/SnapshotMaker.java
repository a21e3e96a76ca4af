package org.assent.abci.snapshot;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.assent.abci.tree.NodeStore;
import org.assent.abci.tree.NodeStoreException;
import org.assent.abci.tree.StateTree;
import org.assent.abci.tree.StoredState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes snapshots on a thread of its own while blocks go on. The height is kept readable until its snapshot is whole; while
 * one is being made, the next that falls due is left out.
 */
public final class SnapshotMaker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotMaker.class);
    private static final long JOIN_MILLIS = 10_000;

    private final NodeStore store;
    private final SnapshotFiles files;
    private final SnapshotSchedule schedule;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicReference<Optional<Thread>> making = new AtomicReference<>(Optional.empty());
    private final AtomicReference<Optional<String>> damage = new AtomicReference<>(Optional.empty());

    public SnapshotMaker(NodeStore store, SnapshotFiles files, SnapshotSchedule schedule) {
        this.store = store;
        this.files = files;
        this.schedule = schedule;
    }

    /** Told of each durable block, on the thread that commits: returns at once. */
    public void committed(StoredState state) {
        if (!schedule.isDue(state.height()) || closed.get()) {
            return;
        }
        if (making.get().filter(Thread::isAlive).isPresent()) {
            LOG.info("no snapshot of height {}: the one before is still being made", state.height());
            return;
        }
        NodeStore.Pin pin = store.pin(state.height());
        Thread thread = new Thread(() -> make(state, pin), "snapshot");
        thread.setDaemon(true);
        making.set(Optional.of(thread));
        thread.start();
    }

    private void make(StoredState state, NodeStore.Pin pin) {
        try (pin) {
            long began = System.nanoTime();
            files.write(state.height(), StateTree.of(store, state), closed::get)
                    .ifPresent(snapshot -> LOG.info(
                            "snapshot of height {}: {} chunks in {} ms",
                            snapshot.height(),
                            snapshot.chunks(),
                            (System.nanoTime() - began) / 1_000_000));
            files.keepNewest(schedule.keep());
        } catch (NodeStoreException e) {
            damage.set(Optional.of(String.valueOf(e.getMessage())));
            LOG.error("no snapshot of height {}: the state is damaged; restore it by state sync", state.height(), e);
        } catch (IOException e) {
            LOG.error("no snapshot of height {}: {}", state.height(), e.getMessage());
        } catch (RuntimeException e) {
            if (!closed.get()) {
                LOG.error("no snapshot of height {}", state.height(), e);
            }
        }
    }

    /** What the last walk over a whole state found broken; empty when it found nothing. */
    public Optional<String> damage() {
        return damage.get();
    }

    /** Waits for the snapshot that is being made, if any; for tests. */
    public void await() throws InterruptedException {
        Optional<Thread> thread = making.get();
        if (thread.isPresent()) {
            thread.get().join();
        }
    }

    /** Leaves the snapshot that is being made. */
    @Override
    public void close() {
        closed.set(true);
        try {
            Optional<Thread> thread = making.get();
            if (thread.isPresent()) {
                thread.get().join(JOIN_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
