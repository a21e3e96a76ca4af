package org.assent.abci.tree;

/**
 * A whole state on its way into a store: nodes first, the state that makes them visible last. One thread at a time.
 *
 * <p>Made by {@link NodeStore#restore}; ended by {@link #finish} or {@link #abandon}.
 */
public interface StateRestoration extends SortedTree.Nodes {

    /** Lets go of the memory of what was written so far. */
    void flush();

    /** Makes the state the store's own, in one atomic step; durable when this returns. */
    void finish(StoredState state);

    /** Deletes what was written. */
    void abandon();
}
