package org.assent.abci.tree;

import java.util.List;
import java.util.SortedMap;
import org.assent.ledger.stream.CommittedBlock;

/**
 * All that one block writes, in one atomic step.
 *
 * @param state the state after the block
 * @param nodes the tree's new nodes by id
 * @param replaced ids of the nodes that the block made obsolete; they belong to earlier heights
 * @param block what followers of the commit stream are told
 */
public record BlockCommit(
        StoredState state, SortedMap<Long, byte[]> nodes, List<Long> replaced, CommittedBlock block) {}
