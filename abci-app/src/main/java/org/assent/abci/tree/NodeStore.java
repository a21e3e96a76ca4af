package org.assent.abci.tree;

import java.util.Optional;
import org.assent.ledger.stream.CommittedBlock;

/**
 * Keeps the tree's nodes, a root for each height of a sliding window, and the blocks of that window.
 *
 * <p>One thread commits; any thread reads what is committed. Nodes that no height of the window needs are deleted.
 */
public interface NodeStore extends AutoCloseable {

    /**
     * The bytes of a node.
     *
     * @throws PrunedException if the height it belonged to has left the window meanwhile
     */
    byte[] node(long id);

    /** The newest durable state; empty before the first block. */
    Optional<StoredState> newest();

    /** The state after the block of a height; empty if the window does not contain it. */
    Optional<StoredState> at(long height);

    /** What the block of a height changed; empty if the window does not contain it. */
    Optional<CommittedBlock> block(long height);

    /**
     * Writes a block, all or nothing, and returns when it is durable: it survives a kill at any instant thereafter.
     *
     * @throws IllegalStateException if its height is not the newest + 1, or its chain another
     * @throws NodeStoreException if it cannot be written; the store is closed then
     */
    void commit(BlockCommit block);

    @Override
    void close();
}
