package org.assent.abci.snapshot;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assent.abci.tree.BlockCommit;
import org.assent.abci.tree.NodeStore;
import org.assent.abci.tree.StateTree;
import org.assent.abci.tree.StoredState;
import org.assent.abci.tree.TreeUpdate;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.identity.StudyRef;
import org.assent.ledger.state.LeafKey;
import org.assent.ledger.stream.ChangedLeaf;
import org.assent.ledger.stream.CommittedBlock;

/** States of any size, without rules: what a snapshot must carry whatever the leaves say. */
final class RandomStates {

    static final String CHAIN = "assent-test";

    private RandomStates() {}

    /** Leaves whose keys repeat now and then. */
    static List<ChangedLeaf> leaves(Random random, int count, int longestValue) {
        List<ChangedLeaf> leaves = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] name = new byte[Bytes32.LENGTH];
            random.nextBytes(name);
            byte[] value = new byte[random.nextInt(longestValue + 1)];
            random.nextBytes(value);
            leaves.add(new ChangedLeaf(
                    LeafKey.of(new StudyRef(Bytes32.of(name))), Bytes.of(value), Bytes.of(new byte[0])));
        }
        return leaves;
    }

    /** Commits the next block. */
    static StoredState commit(NodeStore store, List<ChangedLeaf> leaves) {
        long height = store.newest().map(state -> state.height() + 1).orElse(1L);
        StateTree before =
                store.newest().map(state -> StateTree.of(store, state)).orElse(StateTree.empty());
        TreeUpdate update = TreeUpdate.of(before, height, leaves);
        StoredState state =
                new StoredState(CHAIN, height, Instant.ofEpochSecond(1_700_000_000 + height), update.root());
        store.commit(new BlockCommit(
                state, update, new CommittedBlock(height, state.time(), state.appHash(), List.of(), List.of())));
        return state;
    }

    /** All leaves of the newest state, in order. */
    static List<ChangedLeaf> all(NodeStore store) {
        List<ChangedLeaf> all = new ArrayList<>();
        store.newest().ifPresent(state -> StateTree.of(store, state).forEach(all::add));
        return all;
    }
}
