package org.assent.abci.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.identity.StudyRef;
import org.assent.ledger.state.LeafKey;
import org.assent.ledger.stream.ChangedLeaf;
import org.assent.ledger.tree.StateProofVerifier;
import org.assent.ledger.tree.TreeHash;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class StateTreeTest {

    private static final long SEED = 4_711L;

    @Test
    void shouldHashToZeroWhenEmpty() {
        assertThat(StateTree.empty().rootHash()).isEqualTo(TreeHash.EMPTY);
        assertThat(StateTree.empty().get(LeafKey.governance())).isEmpty();
    }

    @Test
    void shouldHashAsTheSpecificationSaysWhenOneLeafIsThere() {
        ChangedLeaf only = new ChangedLeaf(LeafKey.governance(), Bytes.of(new byte[] {42}), Bytes.EMPTY);

        TreeUpdate update = TreeUpdate.of(StateTree.empty(), 1, List.of(only));

        assertThat(update.rootHash())
                .isEqualTo(TreeHash.leaf(TreeHash.path(new byte[] {1}), TreeHash.valueHash(new byte[] {42})));
    }

    /** The model is ICS-23's definition, written as the plain recursion over the whole sorted set. */
    @Test
    @Tag("L1")
    void shouldHashLikeTheRecursiveDefinitionWhenBlocksAddAndChangeLeaves() {
        Random random = new Random(SEED);
        MemoryNodeStore store = new MemoryNodeStore(KeptHeights.DEFAULT);
        Map<Bytes32, ChangedLeaf> model = new TreeMap<>();
        for (int block = 0; block < 60; block++) {
            List<ChangedLeaf> leaves = Blocks.leaves(random, random.nextInt(30), 400, 40);
            leaves.forEach(leaf -> model.put(path(leaf), leaf));

            StoredState state = Blocks.commit(store, leaves);

            assertThat(state.appHash())
                    .as("seed %d, block %d", SEED, block)
                    .isEqualTo(root(new ArrayList<>(model.values()), 0));
        }
        StateTree tree = Blocks.tree(store);
        assertThat(model.values())
                .allSatisfy(leaf -> assertThat(tree.get(leaf.key())).contains(leaf));
        List<ChangedLeaf> all = new ArrayList<>();
        tree.forEach(all::add);
        assertThat(all).containsExactlyElementsOf(model.values());
    }

    @Test
    @Tag("L1")
    void shouldHaveTheSameRootWhenLeavesComeInAnotherOrderAndOtherBatches() {
        Random random = new Random(SEED);
        List<ChangedLeaf> leaves = Blocks.leaves(random, 300, 300, 20);
        Bytes32 atOnce = TreeUpdate.of(StateTree.empty(), 1, leaves).rootHash();

        for (int round = 0; round < 5; round++) {
            List<ChangedLeaf> shuffled = new ArrayList<>(leaves);
            Collections.shuffle(shuffled, random);
            MemoryNodeStore store = new MemoryNodeStore(KeptHeights.DEFAULT);
            for (int from = 0; from < shuffled.size(); ) {
                int to = Math.min(shuffled.size(), from + 1 + random.nextInt(50));
                Blocks.commit(store, shuffled.subList(from, to));
                from = to;
            }
            assertThat(Blocks.tree(store).rootHash())
                    .as("seed %d, round %d", SEED, round)
                    .isEqualTo(atOnce);
        }
    }

    @Test
    void shouldMakeNoNodesWhenNothingChanges() {
        MemoryNodeStore store = new MemoryNodeStore(KeptHeights.DEFAULT);
        List<ChangedLeaf> leaves = Blocks.leaves(new Random(SEED), 50, 50, 20);
        Blocks.commit(store, leaves);
        StateTree before = Blocks.tree(store);

        TreeUpdate empty = TreeUpdate.of(before, 2, List.of());
        TreeUpdate same = TreeUpdate.of(before, 2, leaves);

        assertThat(empty.fresh()).isEmpty();
        assertThat(same.fresh()).isEmpty();
        assertThat(same.replaced()).isEmpty();
        assertThat(same.rootHash()).isEqualTo(before.rootHash());
    }

    @Test
    void shouldRefuseABatchThatChangesALeafTwice() {
        List<ChangedLeaf> leaves = Blocks.leaves(new Random(SEED), 1, 50, 20);
        assertThatIllegalStateException()
                .isThrownBy(() -> TreeUpdate.of(StateTree.empty(), 1, List.of(leaves.getFirst(), leaves.getFirst())));
    }

    @Test
    @Tag("L9")
    void shouldKeepOnlyTheNodesOfTheWindowWhenBlocksGoOn() {
        Random random = new Random(SEED);
        MemoryNodeStore store = new MemoryNodeStore(new KeptHeights(3));
        for (int block = 0; block < 200; block++) {
            Blocks.commit(store, Blocks.leaves(random, 5, 100, 20));
        }

        assertThat(store.at(197)).isEmpty();
        assertThat(store.at(198)).isPresent();
        assertThat(store.block(198)).isPresent();
        // 100 leaves and 99 or more inner nodes, for the newest of three heights; the other two differ in 5 leaves
        // each.
        assertThat(store.nodeCount()).isBetween(199, 500);
        for (long height = 198; height <= 200; height++) {
            List<ChangedLeaf> all = new ArrayList<>();
            StateTree.of(store, store.at(height).orElseThrow()).forEach(all::add);
            assertThat(all).hasSize(100);
        }
    }

    @Test
    @Tag("L6")
    void shouldProvePresenceAndAbsence() {
        MemoryNodeStore store = new MemoryNodeStore(KeptHeights.DEFAULT);
        List<ChangedLeaf> leaves = Blocks.leaves(new Random(SEED), 50, 50, 20);
        Blocks.commit(store, leaves);
        StateTree tree = Blocks.tree(store);
        Random random = new Random(SEED + 1);
        for (ChangedLeaf leaf : leaves) {
            assertThat(StateProofVerifier.provesPresence(
                            tree.rootHash(), leaf.key(), leaf.value(), tree.prove(leaf.key())))
                    .isTrue();
            assertThat(StateProofVerifier.provesAbsence(tree.rootHash(), leaf.key(), tree.prove(leaf.key())))
                    .isFalse();
        }
        for (int i = 0; i < 100; i++) {
            byte[] name = new byte[Bytes32.LENGTH];
            random.nextBytes(name);
            LeafKey absent = LeafKey.of(new StudyRef(Bytes32.of(name)));
            assertThat(StateProofVerifier.provesAbsence(tree.rootHash(), absent, tree.prove(absent)))
                    .as("seed %d, key %d", SEED, i)
                    .isTrue();
            assertThat(tree.get(absent)).isEmpty();
        }
    }

    private static Bytes32 path(ChangedLeaf leaf) {
        return TreeHash.path(leaf.key().toByteArray());
    }

    private static Bytes32 root(Collection<ChangedLeaf> leaves, int depth) {
        if (leaves.isEmpty()) {
            return TreeHash.EMPTY;
        }
        if (leaves.size() == 1) {
            ChangedLeaf only = leaves.iterator().next();
            return TreeHash.leaf(path(only), TreeHash.valueHash(only.value().toByteArray()));
        }
        List<ChangedLeaf> left = new ArrayList<>();
        List<ChangedLeaf> right = new ArrayList<>();
        leaves.forEach(leaf -> (path(leaf).bit(depth) == 0 ? left : right).add(leaf));
        return TreeHash.inner(root(left, depth + 1), root(right, depth + 1));
    }
}
