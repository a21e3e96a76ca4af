package org.assent.abci.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.assent.abci.snapshot.SnapshotFiles;
import org.assent.abci.snapshot.SnapshotSchedule;
import org.assent.abci.snapshot.Snapshots;
import org.assent.abci.testing.Hospital;
import org.assent.abci.testing.RandomTraffic;
import org.assent.abci.testing.TestChain;
import org.assent.abci.tree.DyingDisk;
import org.assent.abci.tree.DyingDisk.Death;
import org.assent.abci.tree.KeptHeights;
import org.assent.abci.tree.MvStoreNodeStore;
import org.assent.abci.tree.NodeStoreException;
import org.assent.abci.tree.StateTree;
import org.assent.abci.tree.StoreCompaction;
import org.assent.abci.tree.StoredState;
import org.assent.abci.wire.Request;
import org.assent.abci.wire.RequestApplySnapshotChunk;
import org.assent.abci.wire.RequestListSnapshots;
import org.assent.abci.wire.RequestLoadSnapshotChunk;
import org.assent.abci.wire.RequestOfferSnapshot;
import org.assent.abci.wire.ResponseApplySnapshotChunk;
import org.assent.abci.wire.ResponseFinalizeBlock;
import org.assent.abci.wire.ResponseInfo;
import org.assent.abci.wire.ResponseOfferSnapshot;
import org.assent.abci.wire.Snapshot;
import org.assent.ledger.signature.SignatureVerifier;
import org.jspecify.annotations.Nullable;

/**
 * A node with the store of the product, on a disk that dies: one process after another on the same files. After each death it does
 * what CometBFT does at the handshake: genesis if the application knows no height, the missing block if it is one behind.
 */
final class DurableNode implements AutoCloseable {

    private final Path home;
    private final DyingDisk disk;
    private final KeptHeights kept;
    private final SnapshotSchedule schedule;
    private final SignatureVerifier verifier;
    private final String where;
    private boolean joins;
    private @Nullable MvStoreNodeStore store;
    private @Nullable Snapshots snapshots;
    private @Nullable TestChain chain;

    /**
     * A node without a state; nothing runs yet.
     *
     * @param home an existing folder for the state file and the snapshots
     * @param joins whether its state comes from another node instead of the genesis
     * @param where for the messages: the seed, and which node this is
     */
    DurableNode(
            Path home,
            KeptHeights kept,
            SnapshotSchedule schedule,
            SignatureVerifier verifier,
            boolean joins,
            long seed,
            String where) {
        this(home, new DyingDisk(home.resolve("state.mv"), new Random(seed)), kept, schedule, verifier, joins, where);
    }

    private DurableNode(
            Path home,
            DyingDisk disk,
            KeptHeights kept,
            SnapshotSchedule schedule,
            SignatureVerifier verifier,
            boolean joins,
            String where) {
        this.home = home;
        this.disk = disk;
        this.kept = kept;
        this.schedule = schedule;
        this.verifier = verifier;
        this.joins = joins;
        this.where = where;
    }

    /** Another one with the same state, as it is on the disk now; nothing runs of it. */
    DurableNode copy(Path newHome, long seed, String newWhere) {
        DyingDisk copied = disk.copy(newHome.resolve("state.mv"), new Random(seed));
        return new DurableNode(newHome, copied, kept, schedule, verifier, joins, where + ", " + newWhere);
    }

    /** Where its snapshots are. */
    Path snapshotFolder() {
        return home.resolve("snapshots");
    }

    DyingDisk disk() {
        return disk;
    }

    /** A process starts. */
    DurableNode start() {
        MvStoreNodeStore opened = MvStoreNodeStore.open(disk.path(), kept);
        store = opened;
        chain = new TestChain(opened, (nodes, clock) -> {
            try {
                Snapshots made = Snapshots.in(snapshotFolder(), schedule, Hospital.CHAIN, nodes);
                snapshots = made;
                return new AssentApplication(
                        Hospital.CHAIN,
                        nodes,
                        new Keeping(
                                RestrictionStore.none(),
                                made,
                                BlockRetention.member(BlockRetention.EvidenceAge.DEFAULT)),
                        verifier,
                        clock,
                        ModelComparison.ALL);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        if (!joins && chain.info().getLastBlockHeight() == 0) {
            chain.begin(RandomTraffic.VALIDATORS);
        }
        return this;
    }

    TestChain chain() {
        return java.util.Objects.requireNonNull(chain, "no process runs");
    }

    MvStoreNodeStore store() {
        return java.util.Objects.requireNonNull(store, "no process runs");
    }

    /** The process ends at this instant, whatever it was doing; the files are what the way of dying leaves of them. */
    void die(Death death) {
        if (!disk.isDead()) {
            disk.die(death);
        }
        end();
        disk.restart();
    }

    private void end() {
        try {
            if (chain != null) {
                chain.close();
            }
            if (store != null) {
                store.close();
            }
        } catch (RuntimeException dead) {
            // a store that ends in the middle of something may say so
        }
        chain = null;
        store = null;
        snapshots = null;
    }

    /** One block, with a death on the way; what it answers in the end. */
    ResponseFinalizeBlock run(RandomTraffic.Block block, Fault fault) {
        switch (fault.place()) {
            case NOWHERE, AFTER_FINALIZE_BLOCK, IN_COMMIT, AFTER_SYNC -> {}
            case BEFORE_BLOCK -> {
                die(fault.death());
                start();
            }
            case IN_COMPACTION -> compactAndDie(fault);
            case IN_SNAPSHOT -> writeSnapshotAndDie(fault.step());
            case IN_START -> startAndDie(fault);
        }
        ResponseFinalizeBlock response = finalizeBlock(block);
        switch (fault.place()) {
            case IN_COMMIT -> commitAndDie(fault);
            case AFTER_FINALIZE_BLOCK -> {
                die(fault.death());
                start();
                assertThat(chain().info().getLastBlockHeight())
                        .as("a finalized block is not durable, %s", where)
                        .isEqualTo(block.height() - 1);
            }
            case AFTER_SYNC -> {
                chain().commit();
                die(fault.death());
                start();
                assertThat(chain().info().getLastBlockHeight())
                        .as("a committed block is durable, %s", where)
                        .isEqualTo(block.height());
            }
            default -> {}
        }
        handshake(block, response);
        awaitSnapshots(); // it holds its height
        checkKept(block.height());
        return response;
    }

    private ResponseFinalizeBlock finalizeBlock(RandomTraffic.Block block) {
        return chain().finalizeBlock(block.time(), block.transactions(), block.misbehaved());
    }

    /** What CometBFT does with a block that it has and whose Commit it has no answer to. */
    private void handshake(RandomTraffic.Block block, ResponseFinalizeBlock expected) {
        long height = chain().info().getLastBlockHeight();
        assertThat(height)
                .as("%s: one block behind or none, height %d", where, block.height())
                .isBetween(block.height() - 1, block.height());
        if (height < block.height()) {
            assertThat(finalizeBlock(block))
                    .as("finalized again, %s, height %d", where, block.height())
                    .isEqualTo(expected);
            chain().commit();
        }
        ResponseInfo info = chain().info();
        assertThat(info.getLastBlockHeight()).as(where).isEqualTo(block.height());
        assertThat(info.getLastBlockAppHash())
                .as("app hash, %s, height %d", where, block.height())
                .isEqualTo(expected.getAppHash());
    }

    /** Whether all kept heights are there and no other, after the joining at least. */
    private void checkKept(long height) {
        long oldest = Math.max(1, height - kept.count() + 1);
        assertThat(store().at(oldest - 1))
                .as("pruned, %s, height %d", where, height)
                .isEmpty();
        if (!joins) {
            assertThat(store().at(oldest))
                    .as("kept, %s, height %d", where, height)
                    .isPresent();
        }
    }

    /** Commits on a disk that dies; gives the number of steps that the disk took, and starts again if it died. */
    long commitAndDie(Fault fault) {
        disk.dieAt(fault.step(), fault.death());
        return unlessDead(fault, () -> chain().commit());
    }

    /** The same with a slice of compaction. */
    long compactAndDie(Fault fault) {
        disk.dieAt(fault.step(), fault.death());
        return unlessDead(fault, () -> StoreCompaction.run(store()));
    }

    private long unlessDead(Fault fault, Runnable action) {
        try {
            action.run();
        } catch (NodeStoreException | IllegalStateException e) {
            assertThat(disk.isDead()).as("only for the disk: %s, %s", e, where).isTrue();
        }
        long steps = disk.steps();
        if (disk.isDead()) {
            die(fault.death());
            start();
        }
        disk.live();
        return steps;
    }

    /** Dies, and dies once more while it starts again. */
    private void startAndDie(Fault fault) {
        die(fault.death());
        disk.dieAt(fault.step(), fault.death());
        try {
            start();
        } catch (NodeStoreException e) {
            assertThat(disk.isDead()).as("only for the disk: %s, %s", e, where).isTrue();
        }
        die(fault.death());
        start();
    }

    /** Dies after some leaves of a snapshot; what it leaves behind must be gone when it has started again. */
    void writeSnapshotAndDie(int leaves) {
        Optional<StoredState> newest = store().newest();
        if (newest.isEmpty()) {
            return;
        }
        awaitSnapshots();
        try {
            int[] left = {leaves};
            new SnapshotFiles(snapshotFolder(), Hospital.CHAIN)
                    .write(newest.get().height(), StateTree.of(store(), newest.get()), () -> {
                        if (left[0]-- == 0) {
                            throw new ProcessDies();
                        }
                        return false;
                    });
        } catch (ProcessDies dies) {
            assertThat(snapshotFolder().resolve("unfinished")).exists();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        die(Death.KILLED);
        start();
        assertThat(snapshotFolder().resolve("unfinished")).as(where).doesNotExist();
    }

    /** Waits for a snapshot that is being made. */
    void awaitSnapshots() {
        try {
            if (snapshots != null) {
                snapshots.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The newest snapshot that it offers. */
    Optional<Snapshot> offered() {
        awaitSnapshots();
        var offered = chain().call(Request.newBuilder()
                        .setListSnapshots(RequestListSnapshots.getDefaultInstance())
                        .build())
                .getListSnapshots()
                .getSnapshotsList();
        return offered.isEmpty() ? Optional.empty() : Optional.of(offered.getLast());
    }

    /**
     * Takes a snapshot of another node, dying at a step of the disk, and once more without dying if there is no state then.
     *
     * @return the number of steps that the disk took
     */
    long restore(DurableNode from, Snapshot snapshot, ByteString appHash, Fault fault) {
        disk.dieAt(fault.step(), fault.death());
        long steps = unlessDead(fault, () -> restore(from, snapshot, appHash));
        long height = chain().info().getLastBlockHeight();
        assertThat(height).as("all of it or nothing, %s", where).isIn(0L, snapshot.getHeight());
        if (height == 0) {
            restore(from, snapshot, appHash);
        }
        ResponseInfo info = chain().info();
        assertThat(info.getLastBlockHeight()).as(where).isEqualTo(snapshot.getHeight());
        assertThat(info.getLastBlockAppHash()).as(where).isEqualTo(appHash);
        return steps;
    }

    private void restore(DurableNode from, Snapshot snapshot, ByteString appHash) {
        assertThat(chain().call(Request.newBuilder()
                                .setOfferSnapshot(RequestOfferSnapshot.newBuilder()
                                        .setSnapshot(snapshot)
                                        .setAppHash(appHash))
                                .build())
                        .getOfferSnapshot()
                        .getResult())
                .as(where)
                .isEqualTo(ResponseOfferSnapshot.Result.ACCEPT);
        for (int i = 0; i < snapshot.getChunks(); i++) {
            ByteString chunk = from.chain()
                    .call(Request.newBuilder()
                            .setLoadSnapshotChunk(RequestLoadSnapshotChunk.newBuilder()
                                    .setHeight(snapshot.getHeight())
                                    .setFormat(snapshot.getFormat())
                                    .setChunk(i))
                            .build())
                    .getLoadSnapshotChunk()
                    .getChunk();
            assertThat(chain().call(Request.newBuilder()
                                    .setApplySnapshotChunk(RequestApplySnapshotChunk.newBuilder()
                                            .setIndex(i)
                                            .setChunk(chunk))
                                    .build())
                            .getApplySnapshotChunk()
                            .getResult())
                    .as(where)
                    .isEqualTo(ResponseApplySnapshotChunk.Result.ACCEPT);
        }
    }

    /** Ends in order and deletes its files. */
    @Override
    public void close() {
        awaitSnapshots();
        end();
        try (var files = Files.walk(home)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** No exception that anything but the end of the process would leave uncaught. */
    private static final class ProcessDies extends Error {
        private static final long serialVersionUID = 1L;

        ProcessDies() {
            super("the process dies", null, false, false);
        }
    }
}
