package org.assent.abci.tree;

import java.time.Instant;
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

    /**
     * Keeps a height readable, whatever is committed meanwhile.
     *
     * @param height a kept one
     */
    Pin pin(long height);

    /** A height that is being read. */
    interface Pin extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * The newest height up to {@code highest} whose block is older than {@code before}, of those that are marked: every
     * {@value #BLOCKS_BETWEEN_MARKS}th since the chain, or the restored state, began.
     *
     * @return 0 if there is none
     */
    long markBefore(long highest, Instant before);

    /** Marks below a height are not asked for any more. */
    void forgetMarksBelow(long height);

    /** Heights between two marks of {@link #markBefore}. */
    int BLOCKS_BETWEEN_MARKS = 10;

    /**
     * Begins to write a whole state that came from elsewhere. Only a store without a state takes one, or one whose state
     * was restored before and has had no block since: then that state is gone. Until {@link StateRestoration#finish}
     * nothing of it can be read, and a store that is opened after a crash has none of it.
     *
     * @throws IllegalStateException if the store has a state of its own
     */
    StateRestoration restore();

    /** Whether {@link #restore} is allowed. */
    boolean canRestore();

    @Override
    void close();
}
