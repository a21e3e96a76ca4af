package org.assent.abci.tree;

import java.nio.file.Path;
import org.assent.ledger.state.LeafKey;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at a state file when it is opened: the states of all kept heights and the newest blocks by their checksums, and the newest tree node by
 * node, if it has no more than {@value #NODES_AT_START} nodes. A larger tree is looked at whenever a snapshot is made of it,
 * and every node when it is read.
 */
final class StateFileCheck {

    /** A few seconds' work. */
    static final long NODES_AT_START = 1_000_000;

    /** What followers ask for first; an older block that is damaged is found when it is read. */
    private static final int BLOCKS_AT_START = 100;

    private static final Logger LOG = LoggerFactory.getLogger(StateFileCheck.class);

    private StateFileCheck() {}

    /** Throws whatever a damaged file makes it throw. */
    static void check(NodeStore store, long nodes) {
        StoredState newest = store.newest().orElse(null);
        if (newest == null) {
            return;
        }
        for (long height = newest.height(); store.at(height).isPresent(); height--) {
            if (height > newest.height() - BLOCKS_AT_START) {
                store.block(height);
            }
        }
        StateTree tree = StateTree.of(store, newest);
        if (nodes > NODES_AT_START) {
            LOG.info("the state has {} nodes: each is checked when it is read and with the next snapshot", nodes);
            tree.prove(LeafKey.governance());
            return;
        }
        tree.forEach(Annex::check);
    }

    /** What the operator is told of a file that does not open. */
    static NodeStoreException notOpened(Path file, Throwable cause) {
        return cause instanceof MVStoreException store && store.getErrorCode() == DataUtils.ERROR_FILE_LOCKED
                ? new NodeStoreException("another process has the state file " + file + " open", cause)
                : damaged(file, cause);
    }

    /** What the operator is told of a damaged one. */
    static NodeStoreException damaged(Path file, Throwable cause) {
        return new NodeStoreException(
                "cannot open the state file " + file + ": it is damaged (" + cause.getMessage()
                        + "). Nothing of it is served. Move it away, then start again: the node replays its blocks if it still"
                        + " has all of them; else empty the node's data folder but for priv_validator_state.json and restore by"
                        + " state sync from two other sites, or put back a copy of both folders from one moment",
                cause);
    }
}
