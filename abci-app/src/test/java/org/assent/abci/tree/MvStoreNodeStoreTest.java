package org.assent.abci.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assent.ledger.stream.ChangedLeaf;
import org.assent.ledger.stream.CommittedBlock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MvStoreNodeStoreTest {

    private static final long SEED = 815L;

    @TempDir
    private Path folder;

    @Test
    @Tag("L2")
    void shouldGiveBackStateAndBlocksWhenReopened() {
        Path file = folder.resolve("state.mv");
        StoredState last;
        CommittedBlock block;
        try (MvStoreNodeStore store = MvStoreNodeStore.open(file)) {
            Random random = new Random(SEED);
            for (int i = 0; i < 5; i++) {
                Blocks.commit(store, Blocks.leaves(random, 20, 60, 50));
            }
            last = store.newest().orElseThrow();
            block = store.block(5).orElseThrow();
        }

        try (MvStoreNodeStore store = MvStoreNodeStore.open(file)) {
            assertThat(store.newest()).contains(last);
            assertThat(store.block(5)).contains(block);
            assertThat(store.at(2)).isPresent();
            List<ChangedLeaf> all = new ArrayList<>();
            Blocks.tree(store).forEach(all::add);
            assertThat(TreeUpdate.of(StateTree.empty(), 1, all).rootHash()).isEqualTo(last.appHash());
        }
    }

    @Test
    @Tag("L2")
    void shouldKeepNothingOfALargeBlockWhenItDiesWithinIt() {
        // more than the 19 MB at which MVStore commits by itself unless it is told not to
        List<ChangedLeaf> large = Blocks.leaves(new Random(SEED), 16_000, 1_000_000, 1_500);
        DyingDisk disk = new DyingDisk(folder.resolve("state.mv"), new Random(SEED));
        StoredState last;
        long nodes;
        try (MvStoreNodeStore store = MvStoreNodeStore.open(disk.path(), new KeptHeights(5))) {
            last = Blocks.commit(store, Blocks.leaves(new Random(SEED), 20, 60, 50));
            nodes = store.nodeCount();
        }
        DyingDisk copy = disk.copy(folder.resolve("copy.mv"), new Random(SEED));
        long steps;
        try (MvStoreNodeStore store = MvStoreNodeStore.open(copy.path(), new KeptHeights(5))) {
            copy.live();
            Blocks.commit(store, large);
            steps = copy.steps();
        }

        try (MvStoreNodeStore store = MvStoreNodeStore.open(disk.path(), new KeptHeights(5))) {
            disk.dieAt(steps * 3 / 4, DyingDisk.Death.KILLED);
            assertThatExceptionOfType(NodeStoreException.class).isThrownBy(() -> Blocks.commit(store, large));
        }
        disk.restart();

        try (MvStoreNodeStore store = MvStoreNodeStore.open(disk.path(), new KeptHeights(5))) {
            assertThat(store.newest()).contains(last);
            assertThat(store.nodeCount()).isEqualTo(nodes);
        }
    }

    @Test
    @Tag("L9")
    void shouldDeleteWhatNoKeptHeightNeeds() {
        try (MvStoreNodeStore store = MvStoreNodeStore.open(folder.resolve("state.mv"), new KeptHeights(2))) {
            Random random = new Random(SEED);
            for (int i = 0; i < 50; i++) {
                Blocks.commit(store, Blocks.leaves(random, 5, 40, 50));
            }
            assertThat(store.at(48)).isEmpty();
            assertThat(store.block(48)).isEmpty();
            assertThat(store.at(49)).isPresent();
            assertThat(store.nodeCount()).isLessThan(200);
        }
    }

    @Test
    @Tag("L9")
    void shouldShrinkTheFileWhenItIsCompacted() {
        try (MvStoreNodeStore store = MvStoreNodeStore.open(folder.resolve("state.mv"), new KeptHeights(2))) {
            Random random = new Random(SEED);
            for (int i = 0; i < 60; i++) {
                Blocks.commit(store, Blocks.leaves(random, 200, 300, 1_000));
            }
            long before = store.fileBytes();

            store.reuseSpaceAtOnce();
            for (int slice = 0; slice < 20; slice++) {
                store.compact();
                Blocks.commit(store, List.of());
            }

            assertThat(store.fileBytes()).isLessThan(before / 3);
            List<ChangedLeaf> all = new ArrayList<>();
            Blocks.tree(store).forEach(all::add);
            assertThat(all).hasSize(300);
        }
    }

    @Test
    void shouldRefuseAHeightThatDoesNotFollow() {
        try (MvStoreNodeStore store = MvStoreNodeStore.open(folder.resolve("state.mv"))) {
            StoredState first = Blocks.commit(store, Blocks.leaves(new Random(SEED), 3, 10, 10));
            StoredState third = new StoredState(Blocks.CHAIN, 3, first.time(), first.root());
            StoredState foreign = new StoredState("another-chain", 2, first.time(), first.root());

            assertThatIllegalStateException()
                    .isThrownBy(() -> store.commit(empty(third)))
                    .withMessage("height 3 cannot follow height 1");
            assertThatIllegalStateException()
                    .isThrownBy(() -> store.commit(empty(foreign)))
                    .withMessageContaining("belongs to chain assent-test");
            assertThat(store.newest()).contains(first);
        }
    }

    @Test
    void shouldSayWhoIsInTheWayWhenTheFileIsOpenAlready() {
        Path file = folder.resolve("state.mv");
        try (MvStoreNodeStore holder = MvStoreNodeStore.open(file)) {
            assertThat(holder.newest()).isEmpty();
            assertThatExceptionOfType(NodeStoreException.class)
                    .isThrownBy(() -> MvStoreNodeStore.open(file))
                    .withMessageContaining(file.toString());
        }
    }

    @Test
    void shouldRefuseAFileThatIsDamaged() throws IOException {
        Path file = Files.writeString(folder.resolve("state.mv"), "this is no state ".repeat(1_000));
        assertThatExceptionOfType(NodeStoreException.class).isThrownBy(() -> MvStoreNodeStore.open(file));
    }

    /**
     * The test that H2 2.5.252 fails: blocks are committed until freed space is used again, the JVM is halted without
     * any closing, and every block whose commit returned must be there. Run against the store in use, so that it meets
     * the next version too.
     */
    @Test
    @Tag("L2")
    void shouldHaveEveryCommittedBlockWhenTheJvmIsHalted() throws Exception {
        Path file = folder.resolve("state.mv");
        long height = 0;
        for (int run = 0; run < 3; run++) {
            Process writer = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx128m",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            HaltingWriter.class.getName(),
                            file.toString(),
                            "40")
                    .redirectError(new File(folder.toFile(), "writer-" + run + ".err"))
                    .redirectOutput(new File(folder.toFile(), "writer-" + run + ".log"))
                    .start();
            assertThat(writer.waitFor()).isEqualTo(HaltingWriter.EXIT);
            long written = Long.parseLong(
                    Files.readString(folder.resolve("writer-" + run + ".log")).strip());
            assertThat(written).isEqualTo(height + 40);
            height = written;

            try (MvStoreNodeStore store = MvStoreNodeStore.open(file, HaltingWriter.KEPT)) {
                assertThat(store.newest().orElseThrow().height()).isEqualTo(height);
                List<ChangedLeaf> all = new ArrayList<>();
                Blocks.tree(store).forEach(all::add);
                assertThat(TreeUpdate.of(StateTree.empty(), 1, all).rootHash())
                        .isEqualTo(store.newest().orElseThrow().appHash());
            }
        }
    }

    private static BlockCommit empty(StoredState state) {
        return new BlockCommit(
                state,
                TreeUpdate.of(StateTree.empty(), state.height(), List.of()),
                new CommittedBlock(state.height(), state.time(), state.appHash(), List.of(), List.of()));
    }
}
