package org.assent.abci.app;

import java.time.Instant;
import org.assent.abci.rules.LeafSource;
import org.assent.abci.rules.RememberedLeaves;
import org.assent.abci.tree.StateTree;
import org.assent.ledger.bytes.Bytes32;

/**
 * The newest durable state. Immutable: a reader keeps it for as long as its question takes.
 *
 * @param begun whether there is a state at all: false before the genesis
 * @param height 0 before the first block
 * @param time block time; genesis time before the first block
 * @param tree the map as it is stored; empty before the first block
 * @param leaves the same leaves, and before the first block those of the genesis
 * @param appHash what the node must find in the next header
 */
record Committed(boolean begun, long height, Instant time, StateTree tree, LeafSource leaves, Bytes32 appHash) {

    /** Before the genesis. */
    static Committed nothing() {
        StateTree empty = StateTree.empty();
        return new Committed(false, 0, Instant.EPOCH, empty, empty::get, empty.rootHash());
    }

    /** After a block. */
    static Committed at(long height, Instant time, StateTree tree) {
        return new Committed(true, height, time, tree, new RememberedLeaves(tree::get), tree.rootHash());
    }
}
