package org.assent.abci.tree;

import org.assent.ledger.codec.MalformedBytes;
import org.assent.ledger.state.LeafCodec;
import org.assent.ledger.state.LeafKey;
import org.assent.ledger.stream.ChangedLeaf;

/** The part of a leaf that its hash does not cover: it must be the one that the value commits to. */
public final class Annex {

    private Annex() {}

    /**
     * Whether a leaf's annex belongs to its value: the open consents of a subject, else nothing.
     *
     * @throws NodeStoreException if it does not
     */
    public static void check(ChangedLeaf leaf) {
        if (!belongs(leaf)) {
            throw new NodeStoreException("the annex of a leaf of kind "
                    + leaf.key().kind() + " is damaged: it is not the one that the leaf commits to");
        }
    }

    /** The same as an answer. */
    public static boolean belongs(ChangedLeaf leaf) {
        if (leaf.key().kind() != LeafKey.Kind.SUBJECT) {
            return leaf.annex().length() == 0;
        }
        try {
            LeafCodec.subject(leaf.value(), leaf.annex());
            return true;
        } catch (MalformedBytes e) {
            return false;
        }
    }
}
