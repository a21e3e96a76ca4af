package org.assent.abci.snapshot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.assent.abci.tree.NodeStore;
import org.assent.abci.tree.StoredState;

/** Both ways of a site's state: the snapshots that it offers, and the one that it begins with. */
public final class Snapshots implements AutoCloseable {

    /** A joining node proves the app hash of a height by the two headers after it. */
    private static final int HEADERS_AFTER = 2;

    private final Optional<SnapshotFiles> files;
    private final Optional<SnapshotMaker> maker;
    private final SnapshotRestore restore;
    private final SnapshotSchedule schedule;

    private Snapshots(
            Optional<SnapshotFiles> files,
            Optional<SnapshotMaker> maker,
            SnapshotRestore restore,
            SnapshotSchedule schedule) {
        this.files = files;
        this.maker = maker;
        this.restore = restore;
        this.schedule = schedule;
    }

    /**
     * Makes snapshots into a folder.
     *
     * @throws IOException if the folder cannot be made or read
     */
    public static Snapshots in(Path folder, SnapshotSchedule schedule, String chainId, NodeStore store)
            throws IOException {
        SnapshotFiles files = new SnapshotFiles(folder, chainId);
        return new Snapshots(
                Optional.of(files),
                Optional.of(new SnapshotMaker(store, files, schedule)),
                new SnapshotRestore(chainId, store),
                schedule);
    }

    /** Offers none. */
    public static Snapshots none(String chainId, NodeStore store) {
        return new Snapshots(
                Optional.empty(), Optional.empty(), new SnapshotRestore(chainId, store), SnapshotSchedule.NEVER);
    }

    /** Told of each durable block: begins a snapshot when one is due. */
    public void committed(StoredState state) {
        maker.ifPresent(snapshots -> snapshots.committed(state));
    }

    /** Those whose app hash can be proven when {@code newest} is the newest height. */
    public List<Snapshot> offered(long newest) {
        return files.map(SnapshotFiles::list).orElse(List.of()).stream()
                .filter(snapshot -> snapshot.height() + HEADERS_AFTER <= newest)
                .toList();
    }

    /** A chunk of one of them. */
    public Optional<byte[]> chunk(long height, int format, int index) {
        return format == SnapshotFormat.VERSION ? files.flatMap(some -> some.chunk(height, index)) : Optional.empty();
    }

    /** Whether this site makes any. */
    public boolean makesAny() {
        return schedule.makesAny();
    }

    /** Height of the oldest, whose following blocks somebody may need; empty if there is none. */
    public Optional<Long> oldest() {
        return files.flatMap(SnapshotFiles::oldest);
    }

    /** The way in. */
    public SnapshotRestore restore() {
        return restore;
    }

    /** What a walk over the whole state found broken. */
    public Optional<String> damage() {
        return maker.flatMap(SnapshotMaker::damage);
    }

    /** Waits for the snapshot that is being made; for tests. */
    public void await() throws InterruptedException {
        if (maker.isPresent()) {
            maker.get().await();
        }
    }

    @Override
    public void close() {
        maker.ifPresent(SnapshotMaker::close);
    }
}
