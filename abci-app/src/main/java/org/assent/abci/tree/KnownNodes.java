package org.assent.abci.tree;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Inner nodes of the tree as they were read or made last: the upper ones, which every look-up and every change comes by, and of
 * those below the newest, since what a block looks up it then changes. Saves reading and hashing; a node is found by its id and
 * its hash, so nothing else can ever be taken for it. At most {@code 2^15 + 2^14} nodes, about 12 MB. Thread-safe.
 */
public final class KnownNodes {

    /** Levels of which all nodes have room. */
    private static final int LEVELS = 15;
    /** Binary logarithm of how many there are of the levels below: the paths of a thousand leaves or so. */
    private static final int BELOW = 14;

    private static final KnownNodes NONE = new KnownNodes(0, 0);

    private final int levels;
    private final int below;
    private final AtomicReferenceArray<@Nullable InnerNode> upperSlots;
    private final AtomicReferenceArray<@Nullable InnerNode> lowerSlots;

    private KnownNodes(int levels, int below) {
        this.levels = levels;
        this.below = below;
        this.upperSlots = new AtomicReferenceArray<>(1 << levels);
        this.lowerSlots = new AtomicReferenceArray<>(1 << below);
    }

    /** Keeps them, none yet. */
    public static KnownNodes kept() {
        return new KnownNodes(LEVELS, BELOW);
    }

    /** Keeps none. */
    static KnownNodes none() {
        return NONE;
    }

    @Nullable
    InnerNode get(NodeRef ref, int depth) {
        if (this == NONE) {
            return null;
        }
        InnerNode kept = depth < levels ? upperSlots.get(slot(ref, levels)) : lowerSlots.get(slot(ref, below));
        return kept != null && kept.ref().id() == ref.id() && kept.ref().hash().equals(ref.hash()) ? kept : null;
    }

    void keep(InnerNode node, int depth) {
        if (this == NONE) {
            return;
        }
        if (depth < levels) {
            upperSlots.set(slot(node.ref(), levels), node);
        } else {
            lowerSlots.set(slot(node.ref(), below), node);
        }
    }

    private static int slot(NodeRef ref, int bits) {
        return ref.hash().hashCode() >>> (Integer.SIZE - bits);
    }
}
