package org.assent.abci.app;

import org.assent.abci.snapshot.Snapshots;
import org.assent.abci.tree.NodeStore;

/**
 * What an application keeps beside its state.
 *
 * @param restrictions where those are that are not in a block yet
 * @param snapshots made of the same store, for nodes that join
 * @param retention which blocks the node may forget
 */
public record Keeping(RestrictionStore restrictions, Snapshots snapshots, BlockRetention retention) {

    /** Keeps every block, and nothing else. */
    public static Keeping nothing(String chainId, NodeStore store) {
        return new Keeping(RestrictionStore.none(), Snapshots.none(chainId, store), BlockRetention.archive());
    }
}
