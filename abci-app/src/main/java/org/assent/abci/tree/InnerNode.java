package org.assent.abci.tree;

import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.tree.TreeHash;
import org.jspecify.annotations.Nullable;

/**
 * An inner node whose children hash to what it is named by.
 *
 * @param ref its name
 * @param left null if nothing is on that side
 * @param right the same
 */
record InnerNode(
        NodeRef ref, @Nullable NodeRef left, @Nullable NodeRef right) {

    /** From the bytes of the store. */
    static InnerNode read(NodeRef ref, byte[] bytes) {
        InnerNode read;
        try {
            read = new InnerNode(ref, NodeCodec.left(bytes), NodeCodec.right(bytes));
        } catch (RuntimeException e) {
            throw NodeStoreException.damagedNode(ref.id(), e);
        }
        if (bytes.length != 2 * NodeCodec.REF_BYTES
                || !hash(read.left(), read.right()).equals(ref.hash())) {
            throw NodeStoreException.damagedNode(ref.id(), null);
        }
        return read;
    }

    static Bytes32 hash(@Nullable NodeRef left, @Nullable NodeRef right) {
        return TreeHash.inner(StateTree.hash(left), StateTree.hash(right));
    }

    /** The child on the path at the depth of this node. */
    @Nullable
    NodeRef child(Bytes32 path, int depth) {
        return path.bit(depth) == 0 ? left : right;
    }
}
