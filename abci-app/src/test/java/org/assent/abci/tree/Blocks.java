package org.assent.abci.tree;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.identity.StudyRef;
import org.assent.ledger.state.LeafKey;
import org.assent.ledger.stream.ChangedLeaf;
import org.assent.ledger.stream.CommittedBlock;

/** Makes leaves and writes blocks of them. */
final class Blocks {

    static final String CHAIN = "assent-test";

    private Blocks() {}

    /** Leaves with keys out of a small set, so that later blocks change earlier leaves. */
    static List<ChangedLeaf> leaves(Random random, int count, int keys, int valueBytes) {
        List<ChangedLeaf> leaves = new ArrayList<>();
        for (int first = random.nextInt(keys), i = 0; i < count; i++) {
            byte[] name = new byte[Bytes32.LENGTH];
            new Random((first + i) % keys).nextBytes(name);
            byte[] value = new byte[valueBytes];
            random.nextBytes(value);
            leaves.add(new ChangedLeaf(
                    LeafKey.of(new StudyRef(Bytes32.of(name))), Bytes.of(value), Bytes.of(new byte[0])));
        }
        return leaves;
    }

    /** Applies the leaves as the next block of the store. */
    static StoredState commit(NodeStore store, Collection<ChangedLeaf> leaves) {
        long height = store.newest().map(state -> state.height() + 1).orElse(1L);
        StateTree before = tree(store);
        TreeUpdate update = TreeUpdate.of(before, height, leaves);
        Instant time = Instant.ofEpochSecond(1_700_000_000 + height);
        StoredState state = new StoredState(CHAIN, height, time, update.root());
        CommittedBlock block = new CommittedBlock(
                height,
                time,
                state.appHash(),
                leaves.stream().sorted(Blocks::byKey).toList(),
                List.of());
        store.commit(new BlockCommit(state, update, block));
        return state;
    }

    /** The newest tree of the store. */
    static StateTree tree(NodeStore store) {
        return store.newest().map(state -> StateTree.of(store, state)).orElse(StateTree.empty());
    }

    private static int byKey(ChangedLeaf one, ChangedLeaf other) {
        return one.key().compareTo(other.key());
    }
}
