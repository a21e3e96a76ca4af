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

    private final AtomicReferenceArray<@Nullable InnerNode> upper;
    private final AtomicReferenceArray<@Nullable InnerNode> lower;

    private KnownNodes(int upper, int lower) {
        this.upper = new AtomicReferenceArray<>(upper);
        this.lower = new AtomicReferenceArray<>(lower);
    }

    /** Keeps them, none yet. */
    public static KnownNodes kept() {
        return new KnownNodes(1 << LEVELS, 1 << BELOW);
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
        InnerNode kept = slots(depth).get(slot(ref, slots(depth)));
        return kept != null && kept.ref().id() == ref.id() && kept.ref().hash().equals(ref.hash()) ? kept : null;
    }

    void keep(InnerNode node, int depth) {
        if (this != NONE) {
            slots(depth).set(slot(node.ref(), slots(depth)), node);
        }
    }

    private AtomicReferenceArray<@Nullable InnerNode> slots(int depth) {
        return depth < LEVELS ? upper : lower;
    }

    private static int slot(NodeRef ref, AtomicReferenceArray<@Nullable InnerNode> slots) {
        return ref.hash().hashCode() & (slots.length() - 1);
    }
}
