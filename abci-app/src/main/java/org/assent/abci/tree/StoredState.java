package org.assent.abci.tree;

import java.time.Instant;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.tree.TreeHash;
import org.jspecify.annotations.Nullable;

/**
 * The state after one block, as it is stored: everything that a restart needs.
 *
 * @param chainId the one chain that this store belongs to
 * @param height from 1
 * @param time block time
 * @param root the root of the map; null when it is empty
 */
public record StoredState(
        String chainId, long height, Instant time, @Nullable NodeRef root) {

    /** The root's hash, which is the app hash of the next header. */
    public Bytes32 appHash() {
        return root == null ? TreeHash.EMPTY : root.hash();
    }
}
