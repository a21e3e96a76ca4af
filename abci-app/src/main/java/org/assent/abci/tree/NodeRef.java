package org.assent.abci.tree;

import org.assent.ledger.bytes.Bytes32;

/**
 * Where a node of the tree is stored, and what it hashes to.
 *
 * @param id {@code height << 24 | sequence}: nodes are appended under the height that made them, never overwritten
 * @param leaf whether it is a leaf
 * @param hash its hash as {@link org.assent.ledger.tree.TreeHash} defines it
 */
public record NodeRef(long id, boolean leaf, Bytes32 hash) {

    private static final int SEQUENCE_BITS = 24;

    /** The id of the n-th node that a height makes, n from 0. */
    static long id(long height, int sequence) {
        if (sequence >= 1 << SEQUENCE_BITS) {
            throw new IllegalStateException("height " + height + " makes more than " + (1 << SEQUENCE_BITS) + " nodes");
        }
        return height << SEQUENCE_BITS | sequence;
    }
}
