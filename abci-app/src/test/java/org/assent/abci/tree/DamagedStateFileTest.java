package org.assent.abci.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.stream.ChangedLeaf;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that changes bytes: the file is refused, or what is read is exactly what was committed. */
@Tag("L2")
class DamagedStateFileTest {

    private static final long SEED = 99L;
    private static final int FLIPS = 400;
    private static final int PAGE = 4_096;

    @TempDir
    private Path folder;

    @Test
    void shouldGiveACommittedStateOrRefuseWhereverABitChanges() throws IOException {
        Path file = folder.resolve("state.mv");
        Map<Long, Bytes32> committed = new HashMap<>();
        try (MvStoreNodeStore store = MvStoreNodeStore.open(file, new KeptHeights(4))) {
            Random random = new Random(SEED);
            for (int i = 0; i < 12; i++) {
                StoredState state = Blocks.commit(store, Blocks.leaves(random, 30, 80, 100));
                committed.put(state.height(), state.appHash());
            }
        }
        byte[] good = Files.readAllBytes(file);
        Random random = new Random(SEED);
        int refused = 0;
        int exact = 0;
        for (int flip = 0; flip < FLIPS; flip++) {
            byte[] bad = good.clone();
            // every fourth in the two headers, which MVStore keeps twice; the rest anywhere
            int at = random.nextInt(flip % 4 == 0 ? 8_192 : bad.length);
            bad[at] ^= (byte) (1 << random.nextInt(8));
            Path damaged = Files.write(folder.resolve("damaged.mv"), bad);
            try (MvStoreNodeStore store = MvStoreNodeStore.open(damaged, new KeptHeights(4))) {
                // a newest chunk that is broken is left out by MVStore: then an earlier height is there, and is
                // replayed
                StoredState state = store.newest().orElse(null);
                if (state != null) {
                    assertThat(state.appHash()).as("byte %d", at).isEqualTo(committed.get(state.height()));
                    List<ChangedLeaf> all = new ArrayList<>();
                    StateTree.of(store, state).forEach(all::add);
                    assertThat(TreeUpdate.of(StateTree.empty(), 1, all).rootHash())
                            .as("byte %d", at)
                            .isEqualTo(state.appHash());
                }
                exact++;
            } catch (NodeStoreException e) {
                assertThatItIsLeftAsItWas(e, damaged, bad);
                refused++;
            }
        }
        assertThat(refused + exact).isEqualTo(FLIPS);
    }

    @Test
    void shouldRefuseTheFileAndLeaveItAsItWasWhenEveryPageIsDamaged() throws IOException {
        Path file = folder.resolve("state.mv");
        try (MvStoreNodeStore store = MvStoreNodeStore.open(file, new KeptHeights(4))) {
            Random random = new Random(SEED);
            for (int i = 0; i < 6; i++) {
                Blocks.commit(store, Blocks.leaves(random, 3, 8, 100));
            }
        }
        byte[] good = Files.readAllBytes(file);
        for (long seed = 0; seed < FLIPS; seed++) {
            byte[] bad = good.clone();
            Random random = new Random(seed);
            // all but the header, which MVStore keeps twice: a file that looks like one, with few commits that are
            // whole
            for (int page = 2 * PAGE; page < bad.length; page += PAGE) {
                for (int flip = 0; flip < 1 + seed % 16; flip++) {
                    bad[page + random.nextInt(PAGE)] ^= (byte) (1 << random.nextInt(8));
                }
            }
            // a file of its own: H2 leaves one locked that fails one of its assertions
            Path damaged = Files.write(folder.resolve("damaged-" + seed + ".mv"), bad);
            try (MvStoreNodeStore store = MvStoreNodeStore.open(damaged, new KeptHeights(4))) {
                // the bits changed where nothing stands, or where MVStore has the names of its maps: then it holds no
                // block, of which a witness beside the file knows better
                assertThat(store.newest().map(StoredState::height).orElse(6L)).isGreaterThanOrEqualTo(5);
            } catch (NodeStoreException e) {
                assertThatItIsLeftAsItWas(e, damaged, bad);
            }
        }
    }

    private static void assertThatItIsLeftAsItWas(NodeStoreException refusal, Path damaged, byte[] bad)
            throws IOException {
        assertThat(refusal).hasMessageContaining(damaged.toString()).hasMessageContaining("state sync");
        assertThat(Files.readAllBytes(damaged)).isEqualTo(bad);
    }

    @Test
    void shouldRefuseTheFileWheneverALeafInForceChanged() throws IOException {
        Path file = folder.resolve("state.mv");
        List<ChangedLeaf> all = new ArrayList<>();
        try (MvStoreNodeStore store = MvStoreNodeStore.open(file, new KeptHeights(4))) {
            Random random = new Random(SEED);
            for (int i = 0; i < 6; i++) {
                Blocks.commit(store, Blocks.leaves(random, 30, 60, 100));
            }
            Blocks.tree(store).forEach(all::add);
        }
        byte[] good = Files.readAllBytes(file);
        assertThat(all).hasSizeGreaterThan(50);
        for (ChangedLeaf leaf : all) {
            byte[] bad = good.clone();
            assertThat(flipEverywhere(bad, leaf.value().toByteArray())).isPositive();
            Path damaged = Files.write(folder.resolve("damaged.mv"), bad);
            assertThatExceptionOfType(NodeStoreException.class)
                    .isThrownBy(() ->
                            MvStoreNodeStore.open(damaged, new KeptHeights(4)).close())
                    .withMessageContaining(damaged.toString())
                    .withMessageContaining("damaged")
                    .withMessageContaining("state sync");
        }
    }

    /** Changes a bit within each occurrence: nodes that were moved may be there twice. */
    private static int flipEverywhere(byte[] file, byte[] value) {
        int found = 0;
        for (int at = 0; at + value.length <= file.length; at++) {
            if (Arrays.equals(file, at, at + value.length, value, 0, value.length)) {
                file[at + value.length / 2] ^= 16;
                found++;
            }
        }
        return found;
    }

    @Test
    void shouldRefuseToAnswerFromANodeThatChangedWhileTheFileIsOpen() {
        Map<Long, byte[]> nodes = new HashMap<>();
        MemoryNodeStore store = new MemoryNodeStore(new KeptHeights(2)) {
            @Override
            public byte[] node(long id) {
                return nodes.computeIfAbsent(id, super::node);
            }
        };
        StoredState state = Blocks.commit(store, Blocks.leaves(new Random(SEED), 60, 60, 40));
        StateTree tree = StateTree.of(store, state);
        List<ChangedLeaf> all = new ArrayList<>();
        tree.forEach(all::add);
        int found = 0;
        for (Map.Entry<Long, byte[]> node : Map.copyOf(nodes).entrySet()) {
            byte[] changed = node.getValue().clone();
            // the last byte of a leaf's value, or of both children's hashes: it still decodes; a child that is empty
            // has none
            changed[changed.length - 1] ^= 1;
            if (changed.length == 2 * NodeCodec.REF_BYTES) {
                changed[NodeCodec.REF_BYTES - 1] ^= 1;
            }
            nodes.put(node.getKey(), changed);
            found += all.stream().anyMatch(leaf -> throwsDamage(tree, leaf)) ? 1 : 0;
            nodes.put(node.getKey(), node.getValue());
        }
        assertThat(found).isEqualTo(nodes.size());
        assertThat(all.stream().noneMatch(leaf -> throwsDamage(tree, leaf))).isTrue();
    }

    private static boolean throwsDamage(StateTree tree, ChangedLeaf leaf) {
        try {
            tree.get(leaf.key());
            tree.prove(leaf.key());
            return false;
        } catch (NodeStoreException e) {
            return true;
        }
    }
}
