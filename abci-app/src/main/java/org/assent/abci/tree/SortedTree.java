package org.assent.abci.tree;

import java.util.ArrayDeque;
import java.util.Deque;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.stream.ChangedLeaf;
import org.assent.ledger.tree.TreeHash;
import org.jspecify.annotations.Nullable;

/**
 * Builds the whole tree from leaves that come in the order of their paths, with no more memory than one way from the root
 * to a leaf takes.
 *
 * <p>A leaf waits for the one after it, because the two together tell how deep the first one sits. Then everything to its
 * left that shares no further prefix with what follows is closed.
 */
public final class SortedTree {

    private static final int ABOVE_THE_ROOT = -1;

    /** Where nodes are put as they are made, children before parents. */
    public interface Nodes {

        /** Stores a node and says where it is. */
        NodeRef put(boolean leaf, Bytes32 hash, byte[] bytes);
    }

    private record Subtree(int depth, NodeRef node) {}

    private final Nodes nodes;
    /** Left siblings that wait for their right ones, the deepest on top. */
    private final Deque<Subtree> left = new ArrayDeque<>();

    private @Nullable ChangedLeaf waiting;
    private @Nullable Bytes32 waitingPath;
    private int sharedWithLeft = ABOVE_THE_ROOT;

    public SortedTree(Nodes nodes) {
        this.nodes = nodes;
    }

    /**
     * Takes the next leaf.
     *
     * @throws IllegalArgumentException if its path does not come after the one before
     */
    public void add(ChangedLeaf leaf) {
        Bytes32 path = TreeHash.path(leaf.key().toByteArray());
        if (waiting != null && waitingPath != null) {
            if (path.compareTo(waitingPath) <= 0) {
                throw new IllegalArgumentException("leaves are not in the order of their paths");
            }
            place(waiting, waitingPath, sharedBits(waitingPath, path));
        }
        waiting = leaf;
        waitingPath = path;
    }

    /** The root; null if there was no leaf. Nothing may be added after it. */
    public @Nullable NodeRef root() {
        if (waiting == null || waitingPath == null) {
            return null;
        }
        place(waiting, waitingPath, ABOVE_THE_ROOT);
        waiting = null;
        return left.pop().node();
    }

    /** Stores a leaf and closes all subtrees that end with it, up to the bit where the next leaf turns right. */
    private void place(ChangedLeaf leaf, Bytes32 path, int sharedWithRight) {
        int depth = Math.max(sharedWithLeft, sharedWithRight) + 1;
        NodeRef node = nodes.put(
                true, TreeHash.leaf(path, TreeHash.valueHash(leaf.value().toByteArray())), NodeCodec.leaf(leaf));
        for (; depth > sharedWithRight + 1; depth--) {
            boolean isRight = path.bit(depth - 1) == 1;
            NodeRef sibling =
                    !left.isEmpty() && left.peek().depth() == depth ? left.pop().node() : null;
            node = isRight ? inner(sibling, node) : inner(node, null);
        }
        left.push(new Subtree(depth, node));
        sharedWithLeft = sharedWithRight;
    }

    private NodeRef inner(@Nullable NodeRef one, @Nullable NodeRef other) {
        return nodes.put(
                false, TreeHash.inner(StateTree.hash(one), StateTree.hash(other)), NodeCodec.inner(one, other));
    }

    private static int sharedBits(Bytes32 one, Bytes32 other) {
        int bit = 0;
        while (one.bit(bit) == other.bit(bit)) {
            bit++;
        }
        return bit;
    }
}
