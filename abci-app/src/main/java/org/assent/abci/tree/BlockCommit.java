package org.assent.abci.tree;

import org.assent.ledger.stream.CommittedBlock;

/**
 * All that one block writes, in one atomic step.
 *
 * @param state the state after the block
 * @param update the tree's new nodes, and which ones they replace
 * @param block what followers of the commit stream are told; its changes are among those of the update
 */
public record BlockCommit(StoredState state, TreeUpdate update, CommittedBlock block) {}
