package org.assent.abci.tree;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.state.LeafKey;
import org.assent.ledger.stream.ChangedLeaf;
import org.assent.ledger.tree.TreeHash;
import org.jspecify.annotations.Nullable;

/**
 * The changes of one block applied to the map as one sorted batch, so that shared upper nodes are hashed once.
 *
 * <p>Nothing is written: the result is the new root, the nodes to store and those that they replace. Leaves are added
 * and changed, never removed: every counter outlives what it counted (ledger property L4). The same set of leaves
 * gives the same root in whatever order and batches it came.
 */
public final class TreeUpdate {

    private final StateTree before;
    private final long height;
    private final SortedMap<Long, byte[]> fresh = new TreeMap<>();
    private final List<Long> replaced = new ArrayList<>();
    private final Map<LeafKey, Long> places = new HashMap<>();
    private final @Nullable NodeRef root;

    private TreeUpdate(StateTree before, long height, List<Placed> changes) {
        this.before = before;
        this.height = height;
        this.root = change(before.root(), 0, changes);
    }

    /** A changed leaf and its place. */
    private record Placed(Bytes32 path, ChangedLeaf leaf) {}

    /**
     * Applies leaves, of which no two have one key.
     *
     * @param height the block's, under which new nodes are stored; greater than every height in {@code before}
     */
    public static TreeUpdate of(StateTree before, long height, Collection<ChangedLeaf> changes) {
        List<Placed> placed = changes.stream()
                .map(leaf -> new Placed(TreeHash.path(leaf.key().toByteArray()), leaf))
                .sorted(Comparator.comparing(Placed::path))
                .toList();
        for (int i = 1; i < placed.size(); i++) {
            if (placed.get(i).path().equals(placed.get(i - 1).path())) {
                throw new IllegalStateException("one leaf is changed twice in one batch");
            }
        }
        return new TreeUpdate(before, height, placed);
    }

    /** The root after the changes; null when the map is still empty. The same object as before when nothing changed. */
    public @Nullable NodeRef root() {
        return root;
    }

    /** The root's hash: the app hash. */
    public Bytes32 rootHash() {
        return StateTree.hash(root);
    }

    /** The nodes to store. */
    public SortedMap<Long, byte[]> fresh() {
        return fresh;
    }

    /** The nodes of earlier heights that are not needed from this height on. */
    public List<Long> replaced() {
        return replaced;
    }

    /**
     * The node that has a leaf of the changes; one of an earlier height if nothing of the leaf is new.
     *
     * @throws IllegalArgumentException if the leaf is not one of them
     */
    long place(LeafKey key) {
        Long place = places.get(key);
        if (place == null) {
            throw new IllegalArgumentException("a leaf of kind " + key.kind() + " is told that was not changed");
        }
        return place;
    }

    private @Nullable NodeRef change(@Nullable NodeRef at, int depth, List<Placed> changes) {
        if (changes.isEmpty()) {
            return at;
        }
        if (at == null) {
            return build(depth, changes);
        }
        if (at.leaf()) {
            return changeLeaf(at, depth, changes);
        }
        InnerNode inner = before.inner(at, depth);
        NodeRef left = inner.left();
        NodeRef right = inner.right();
        int middle = split(depth, changes);
        NodeRef newLeft = change(left, depth + 1, changes.subList(0, middle));
        NodeRef newRight = change(right, depth + 1, changes.subList(middle, changes.size()));
        if (same(left, newLeft) && same(right, newRight)) {
            return at;
        }
        replaced.add(at.id());
        return inner(newLeft, newRight, depth);
    }

    private @Nullable NodeRef changeLeaf(NodeRef at, int depth, List<Placed> changes) {
        ChangedLeaf old = before.leaf(at);
        Bytes32 path = TreeHash.path(old.key().toByteArray());
        List<Placed> all = new ArrayList<>(changes.size() + 1);
        boolean keepsOld = true;
        for (Placed change : changes) {
            int order = change.path().compareTo(path);
            if (order == 0) {
                keepsOld = false;
                if (changes.size() == 1 && sameContent(change.leaf(), old)) {
                    places.put(old.key(), at.id());
                    return at;
                }
            } else if (order > 0 && keepsOld) {
                all.add(new Placed(path, old));
                keepsOld = false;
            }
            all.add(change);
        }
        if (keepsOld) {
            all.add(new Placed(path, old));
        }
        replaced.add(at.id());
        return build(depth, all);
    }

    private @Nullable NodeRef build(int depth, List<Placed> leaves) {
        if (leaves.isEmpty()) {
            return null;
        }
        if (leaves.size() == 1) {
            return leaf(leaves.getFirst());
        }
        int middle = split(depth, leaves);
        return inner(
                build(depth + 1, leaves.subList(0, middle)),
                build(depth + 1, leaves.subList(middle, leaves.size())),
                depth);
    }

    private NodeRef leaf(Placed placed) {
        Bytes32 hash = TreeHash.leaf(
                placed.path(), TreeHash.valueHash(placed.leaf().value().toByteArray()));
        NodeRef ref = store(true, hash, NodeCodec.leaf(placed.leaf()));
        places.put(placed.leaf().key(), ref.id());
        return ref;
    }

    private NodeRef inner(@Nullable NodeRef left, @Nullable NodeRef right, int depth) {
        NodeRef ref = store(false, InnerNode.hash(left, right), NodeCodec.inner(left, right));
        before.made(new InnerNode(ref, left, right), depth);
        return ref;
    }

    private NodeRef store(boolean leaf, Bytes32 hash, byte[] bytes) {
        long id = NodeRef.id(height, fresh.size());
        fresh.put(id, bytes);
        return new NodeRef(id, leaf, hash);
    }

    /** How many of the sorted leaves go left at the depth. */
    private static int split(int depth, List<Placed> leaves) {
        int low = 0;
        int high = leaves.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (leaves.get(middle).path().bit(depth) == 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static boolean same(@Nullable NodeRef one, @Nullable NodeRef other) {
        return one == null ? other == null : other != null && one.id() == other.id();
    }

    private static boolean sameContent(ChangedLeaf one, ChangedLeaf other) {
        return one.value().equals(other.value()) && one.annex().equals(other.annex());
    }
}
