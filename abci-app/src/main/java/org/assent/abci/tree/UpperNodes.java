package org.assent.abci.tree;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The upper inner nodes of the tree as they were read or made last, which every look-up and every change comes by. Saves reading
 * and hashing; a node is found by its id and its hash, so nothing else can ever be taken for it. At most {@code 2^15} nodes, about
 * 8 MB. Thread-safe.
 */
public final class UpperNodes {

    /** Levels of which all nodes have room. */
    private static final int LEVELS = 15;

    private static final UpperNodes NONE = new UpperNodes(0);

    private final int levels;
    private final AtomicReferenceArray<@Nullable InnerNode> slots;

    private UpperNodes(int levels) {
        this.levels = levels;
        this.slots = new AtomicReferenceArray<>(1 << levels);
    }

    /** Keeps them, none yet. */
    public static UpperNodes kept() {
        return new UpperNodes(LEVELS);
    }

    /** Keeps none. */
    static UpperNodes none() {
        return NONE;
    }

    @Nullable
    InnerNode get(NodeRef ref, int depth) {
        if (depth >= levels) {
            return null;
        }
        InnerNode kept = slots.get(slot(ref));
        return kept != null && kept.ref().id() == ref.id() && kept.ref().hash().equals(ref.hash()) ? kept : null;
    }

    void keep(InnerNode node, int depth) {
        if (depth < levels) {
            slots.set(slot(node.ref()), node);
        }
    }

    private int slot(NodeRef ref) {
        return ref.hash().hashCode() >>> (Integer.SIZE - levels);
    }
}
