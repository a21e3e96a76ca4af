package org.assent.abci.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.assent.abci.snapshot.SnapshotRestore.Applied;
import org.assent.abci.snapshot.SnapshotRestore.Offer;
import org.assent.abci.tree.KeptHeights;
import org.assent.abci.tree.MemoryNodeStore;
import org.assent.abci.tree.MvStoreNodeStore;
import org.assent.abci.tree.NodeStore;
import org.assent.abci.tree.StateTree;
import org.assent.abci.tree.StoredState;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.bytes.Hash;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots from a store into another one, with good and bad chunks. */
@Tag("L11")
class SnapshotRestoreTest {

    private static final long SEED = 4_711L;
    private static final KeptHeights KEPT = new KeptHeights(3);

    @TempDir
    private Path folder;

    private int made;

    /** A snapshot with all its chunks, as it comes over the network. */
    private record Sent(Snapshot snapshot, Bytes32 appHash, List<byte[]> chunks) {

        Offer offerTo(SnapshotRestore restore) {
            return restore.offer(
                    snapshot.height(),
                    SnapshotFormat.VERSION,
                    snapshot.chunks(),
                    snapshot.hash().toByteArray(),
                    snapshot.metadata().toByteArray(),
                    appHash.toByteArray());
        }

        /** The same with other chunks that hash to what is said of them. */
        Sent with(List<byte[]> others) {
            byte[] metadata = new byte[others.size() * Bytes32.LENGTH];
            for (int i = 0; i < others.size(); i++) {
                System.arraycopy(
                        Hash.sha256(others.get(i)).toByteArray(), 0, metadata, i * Bytes32.LENGTH, Bytes32.LENGTH);
            }
            Bytes32 hash = SnapshotFormat.hash(RandomStates.CHAIN, snapshot.height(), appHash, metadata);
            return new Sent(
                    new Snapshot(snapshot.height(), hash, org.assent.ledger.bytes.Bytes.of(metadata)), appHash, others);
        }
    }

    private Sent sent(NodeStore store) throws IOException {
        StoredState state = store.newest().orElseThrow();
        SnapshotFiles files = new SnapshotFiles(folder.resolve("snapshots-" + made++), RandomStates.CHAIN);
        Snapshot snapshot = files.write(state.height(), StateTree.of(store, state), () -> false)
                .orElseThrow();
        List<byte[]> chunks = new java.util.ArrayList<>();
        for (int i = 0; i < snapshot.chunks(); i++) {
            chunks.add(files.chunk(state.height(), i).orElseThrow());
        }
        return new Sent(snapshot, state.appHash(), chunks);
    }

    private static NodeStore stateOf(Random random, int blocks, int leaves, int longestValue) {
        NodeStore store = new MemoryNodeStore(KEPT);
        for (int block = 0; block < blocks; block++) {
            RandomStates.commit(store, RandomStates.leaves(random, leaves, longestValue));
        }
        return store;
    }

    private static Applied all(SnapshotRestore restore, List<byte[]> chunks) {
        Applied last = new Applied.NotAsked();
        for (int i = 0; i < chunks.size(); i++) {
            last = restore.apply(i, chunks.get(i));
            if (!(last instanceof Applied.More)) {
                return last;
            }
        }
        return last;
    }

    @Test
    void shouldHaveTheSameRootAndLeavesForRandomStates() throws IOException {
        for (int round = 0; round < 60; round++) {
            long seed = SEED + round;
            Random random = new Random(seed);
            int leaves = round < 20 ? 1 + round : 1 + random.nextInt(400);
            NodeStore from = stateOf(random, 1 + random.nextInt(4), leaves, 60);
            Sent sent = sent(from);

            NodeStore to = round % 2 == 0
                    ? new MemoryNodeStore(KEPT)
                    : MvStoreNodeStore.open(folder.resolve("to-" + round + ".mv"), KEPT);
            SnapshotRestore restore = new SnapshotRestore(RandomStates.CHAIN, to);
            assertThat(sent.offerTo(restore)).as("seed %d", seed).isEqualTo(Offer.ACCEPTED);
            assertThat(all(restore, sent.chunks())).as("seed %d", seed).isInstanceOf(Applied.Done.class);

            StoredState restored = to.newest().orElseThrow();
            assertThat(restored.appHash()).as("seed %d", seed).isEqualTo(sent.appHash());
            assertThat(restored.height()).isEqualTo(from.newest().orElseThrow().height());
            assertThat(RandomStates.all(to)).as("seed %d", seed).isEqualTo(RandomStates.all(from));

            // blocks go on from it as they do where it came from
            List<org.assent.ledger.stream.ChangedLeaf> next = RandomStates.leaves(random, 10, 60);
            assertThat(RandomStates.commit(to, next).appHash())
                    .as("seed %d", seed)
                    .isEqualTo(RandomStates.commit(from, next).appHash());
            to.close();
        }
    }

    @Test
    void shouldCutLeavesAnywhereWhenThereAreManyChunks() throws IOException {
        NodeStore from = stateOf(new Random(SEED), 1, 900, SnapshotFormat.MAX_VALUE_BYTES);
        Sent sent = sent(from);
        assertThat(sent.snapshot().chunks()).isGreaterThan(5);
        assertThat(sent.chunks().getFirst()).hasSize(SnapshotFormat.CHUNK_BYTES);

        NodeStore to = new MemoryNodeStore(KEPT);
        SnapshotRestore restore = new SnapshotRestore(RandomStates.CHAIN, to);
        sent.offerTo(restore);
        assertThat(all(restore, sent.chunks())).isInstanceOf(Applied.Done.class);
        assertThat(to.newest().orElseThrow().appHash()).isEqualTo(sent.appHash());
    }

    @Test
    void shouldAskAgainWhenAChunkIsDamagedAndThenGoOn() throws IOException {
        Sent sent = sent(stateOf(new Random(SEED), 1, 400, SnapshotFormat.MAX_VALUE_BYTES));
        NodeStore to = new MemoryNodeStore(KEPT);
        SnapshotRestore restore = new SnapshotRestore(RandomStates.CHAIN, to);
        sent.offerTo(restore);
        for (int i = 0; i < sent.chunks().size(); i++) {
            byte[] bad = sent.chunks().get(i).clone();
            bad[bad.length / 2] ^= 1;
            assertThat(restore.apply(i, bad)).isInstanceOf(Applied.Damaged.class);
            assertThat(restore.apply(i, new byte[0])).isInstanceOf(Applied.Damaged.class);
            assertThat(restore.apply(i, new byte[SnapshotFormat.CHUNK_BYTES + 1]))
                    .isInstanceOf(Applied.Damaged.class);
            assertThat(to.newest()).isEmpty();
            restore.apply(i, sent.chunks().get(i));
        }
        assertThat(to.newest().orElseThrow().appHash()).isEqualTo(sent.appHash());
    }

    @Test
    void shouldServeNothingWhenTheRootIsAnother() throws IOException {
        Sent sent = sent(stateOf(new Random(SEED), 1, 50, 60));
        Sent other = sent(stateOf(new Random(SEED + 1), 1, 50, 60));
        NodeStore to = new MemoryNodeStore(KEPT);
        SnapshotRestore restore = new SnapshotRestore(RandomStates.CHAIN, to);

        Sent forged = sent.with(other.chunks());
        assertThat(forged.offerTo(restore)).isEqualTo(Offer.ACCEPTED);
        assertThat(all(restore, forged.chunks())).isEqualTo(new Applied.Refused("its root is not the app hash"));
        assertThat(to.newest()).isEmpty();

        // the honest one is taken afterwards
        assertThat(sent.offerTo(restore)).isEqualTo(Offer.ACCEPTED);
        assertThat(all(restore, sent.chunks())).isInstanceOf(Applied.Done.class);
    }

    @Test
    void shouldRefuseAnOfferThatContradictsItself() throws IOException {
        Sent sent = sent(stateOf(new Random(SEED), 1, 50, 60));
        NodeStore to = new MemoryNodeStore(KEPT);
        SnapshotRestore restore = new SnapshotRestore(RandomStates.CHAIN, to);
        byte[] hash = sent.snapshot().hash().toByteArray();
        byte[] metadata = sent.snapshot().metadata().toByteArray();
        byte[] appHash = sent.appHash().toByteArray();

        assertThat(restore.offer(1, 2, 1, hash, metadata, appHash)).isEqualTo(Offer.UNKNOWN_FORMAT);
        assertThat(restore.offer(2, 1, 1, hash, metadata, appHash)).isEqualTo(Offer.REFUSED);
        assertThat(restore.offer(0, 1, 1, hash, metadata, appHash)).isEqualTo(Offer.REFUSED);
        assertThat(restore.offer(-1, 1, 1, hash, metadata, appHash)).isEqualTo(Offer.REFUSED);
        assertThat(restore.offer(1, 1, 2, hash, metadata, appHash)).isEqualTo(Offer.REFUSED);
        assertThat(restore.offer(1, 1, 0, hash, new byte[0], appHash)).isEqualTo(Offer.REFUSED);
        assertThat(restore.offer(1, 1, 65_537, hash, new byte[65_537 * 32], appHash))
                .isEqualTo(Offer.REFUSED);
        assertThat(restore.offer(1, 1, 1, hash, metadata, new byte[31])).isEqualTo(Offer.REFUSED);
        assertThat(restore.offer(1, 1, 1, new byte[0], metadata, appHash)).isEqualTo(Offer.REFUSED);
        assertThat(new SnapshotRestore("another-chain", to).offer(1, 1, 1, hash, metadata, appHash))
                .isEqualTo(Offer.REFUSED);
        assertThat(restore.apply(0, sent.chunks().getFirst())).isInstanceOf(Applied.NotAsked.class);
        assertThat(to.newest()).isEmpty();
    }

    @Test
    void shouldAnswerWhateverTheChunksAre() throws IOException {
        Sent sent = sent(stateOf(new Random(SEED), 2, 40, 60));
        byte[] good = sent.chunks().getFirst();
        Random random = new Random(SEED);
        for (int round = 0; round < 2_000; round++) {
            byte[] bad;
            if (round % 4 == 0) {
                bad = new byte[1 + random.nextInt(300)];
                random.nextBytes(bad);
            } else if (round % 4 == 1) {
                bad = Arrays.copyOf(good, 1 + random.nextInt(good.length - 1));
            } else {
                bad = good.clone();
                for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                    bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
                }
                if (Arrays.equals(bad, good)) {
                    continue;
                }
            }
            NodeStore to = new MemoryNodeStore(KEPT);
            SnapshotRestore restore = new SnapshotRestore(RandomStates.CHAIN, to);
            Sent forged = sent.with(List.of(bad));
            assertThat(forged.offerTo(restore)).isEqualTo(Offer.ACCEPTED);
            assertThat(restore.apply(0, bad)).as("round %d", round).isInstanceOf(Applied.Refused.class);
            assertThat(to.newest()).isEmpty();
        }
    }

    @Test
    void shouldTakeNoSnapshotWhenTheStoreHasAStateOfItsOwn() throws IOException {
        Sent sent = sent(stateOf(new Random(SEED), 1, 50, 60));
        NodeStore own = stateOf(new Random(SEED + 9), 2, 5, 60);
        StoredState before = own.newest().orElseThrow();

        assertThat(sent.offerTo(new SnapshotRestore(RandomStates.CHAIN, own))).isEqualTo(Offer.HAS_STATE);
        assertThatIllegalStateException().isThrownBy(own::restore);
        assertThat(own.newest()).contains(before);
    }

    @Test
    void shouldBeginAgainWhenTheNodeForgotThatItWasRestored() throws IOException {
        Sent sent = sent(stateOf(new Random(SEED), 1, 50, 60));
        Sent later = sent(stateOf(new Random(SEED), 3, 50, 60));
        Path file = folder.resolve("again.mv");
        try (NodeStore to = MvStoreNodeStore.open(file, KEPT)) {
            SnapshotRestore restore = new SnapshotRestore(RandomStates.CHAIN, to);
            sent.offerTo(restore);
            all(restore, sent.chunks());
        }
        // the node was killed before it knew: it asks for snapshots once more
        try (NodeStore to = MvStoreNodeStore.open(file, KEPT)) {
            SnapshotRestore restore = new SnapshotRestore(RandomStates.CHAIN, to);
            assertThat(later.offerTo(restore)).isEqualTo(Offer.ACCEPTED);
            assertThat(all(restore, later.chunks())).isInstanceOf(Applied.Done.class);
            RandomStates.commit(to, List.of());
            // but not once there was a block
            assertThat(later.offerTo(restore)).isEqualTo(Offer.HAS_STATE);
            assertThat(to.newest().orElseThrow().appHash()).isEqualTo(later.appHash());
        }
    }

    @Test
    @Tag("L2")
    void shouldHaveAllOrNothingWhenItIsHaltedAtAnyStep() throws Exception {
        NodeStore from = stateOf(new Random(SEED), 1, 700, SnapshotFormat.MAX_VALUE_BYTES);
        Sent sent = sent(from);
        int chunks = sent.snapshot().chunks();
        assertThat(chunks).isBetween(4, 8);
        Path snapshot = folder.resolve("snapshots-" + (made - 1));
        for (int step = 0; step <= chunks + 1; step++) {
            Path file = folder.resolve("halted-" + step + ".mv");
            Process halted = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx128m",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            HaltingRestorer.class.getName(),
                            snapshot.toString(),
                            file.toString(),
                            Integer.toString(step))
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("halted.log").toFile())
                    .start();
            assertThat(halted.waitFor())
                    .as(Files.readString(folder.resolve("halted.log")))
                    .isEqualTo(HaltingRestorer.EXIT);

            try (NodeStore store = MvStoreNodeStore.open(file, KEPT)) {
                if (step <= chunks) {
                    assertThat(store.newest()).as("step %d", step).isEmpty();
                    SnapshotRestore restore = new SnapshotRestore(RandomStates.CHAIN, store);
                    assertThat(sent.offerTo(restore)).isEqualTo(Offer.ACCEPTED);
                    assertThat(all(restore, sent.chunks())).isInstanceOf(Applied.Done.class);
                }
                assertThat(store.newest().map(StoredState::appHash))
                        .as("step %d", step)
                        .contains(sent.appHash());
                assertThat(RandomStates.all(store)).hasSize(700);
            }
        }
    }

    @Test
    @Tag("L9")
    void shouldKeepTheHeightThatIsReadWhileBlocksGoOn() throws IOException {
        NodeStore store = stateOf(new Random(SEED), 1, 200, 60);
        StoredState early = store.newest().orElseThrow();
        SnapshotFiles files = new SnapshotFiles(folder.resolve("slow"), RandomStates.CHAIN);
        Random random = new Random(SEED);
        AtomicInteger asked = new AtomicInteger();
        Optional<Snapshot> snapshot;
        try (NodeStore.Pin pin = store.pin(early.height())) {
            assertThat(pin).isNotNull();
            snapshot = files.write(early.height(), StateTree.of(store, early), () -> {
                if (asked.incrementAndGet() % 20 == 0) {
                    RandomStates.commit(store, RandomStates.leaves(random, 20, 60));
                }
                return false;
            });
        }
        assertThat(snapshot).isPresent();
        assertThat(store.newest().orElseThrow().height()).isGreaterThan(early.height() + KEPT.count());
        RandomStates.commit(store, List.of());
        assertThat(store.at(early.height()))
                .as("it goes when it is not read any more")
                .isEmpty();
    }

    @Test
    void shouldOfferOnlyWholeSnapshotsAfterARestart() throws IOException {
        NodeStore store = stateOf(new Random(SEED), 3, 200, 60);
        Path place = folder.resolve("kept");
        SnapshotFiles files = new SnapshotFiles(place, RandomStates.CHAIN);
        StoredState newest = store.newest().orElseThrow();
        for (long height = 1; height <= 3; height++) {
            files.write(height, StateTree.of(store, newest), () -> false);
        }
        files.keepNewest(2);
        assertThat(files.list()).extracting(Snapshot::height).containsExactly(2L, 3L);
        Files.createDirectories(place.resolve("unfinished"));
        Files.writeString(place.resolve("unfinished").resolve("leaves"), "half");
        Files.write(place.resolve("2").resolve("leaves"), new byte[0]);

        SnapshotFiles again = new SnapshotFiles(place, RandomStates.CHAIN);
        assertThat(again.list()).isEqualTo(files.list().subList(1, 2));
        assertThat(place.resolve("unfinished")).doesNotExist();
        assertThat(place.resolve("2")).doesNotExist();
        assertThat(again.chunk(3, 0)).isPresent();
        assertThat(again.chunk(3, 1)).isEmpty();
        assertThat(again.chunk(2, 0)).isEmpty();

        // a chunk that changed on the disk is never given
        Path leaves = place.resolve("3").resolve("leaves");
        byte[] bytes = Files.readAllBytes(leaves);
        bytes[17] ^= 4;
        Files.write(leaves, bytes);
        assertThat(again.chunk(3, 0)).isEmpty();
        assertThat(again.list()).isEmpty();
    }

    @Test
    void shouldLeaveNothingWhenWritingIsGivenUp() throws IOException {
        NodeStore store = stateOf(new Random(SEED), 1, 200, 60);
        Path place = folder.resolve("left");
        SnapshotFiles files = new SnapshotFiles(place, RandomStates.CHAIN);
        AtomicInteger asked = new AtomicInteger();
        assertThat(files.write(
                        1, StateTree.of(store, store.newest().orElseThrow()), () -> asked.incrementAndGet() > 50))
                .isEmpty();
        assertThat(place).isEmptyDirectory();
        assertThatCode(() -> files.keepNewest(1)).doesNotThrowAnyException();
    }
}
