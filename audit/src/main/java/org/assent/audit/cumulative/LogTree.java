package org.assent.audit.cumulative;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.tree.StateProof;
import org.assent.ledger.tree.TreeHash;

/**
 * The sparse Merkle tree over all subjects' chains, hashed as the ledger's. Immutable: a change makes a new tree that shares
 * all but one path with the old one, so that an anchored tree costs nothing to keep.
 */
final class LogTree {

    /** The tree without entries. */
    static final LogTree EMPTY = new LogTree(new Node.Nothing());

    private sealed interface Node {
        Bytes32 hash();

        record Nothing() implements Node {
            @Override
            public Bytes32 hash() {
                return TreeHash.EMPTY;
            }
        }

        record Leaf(Bytes32 path, Bytes32 valueHash, SubjectHead head, Bytes32 hash) implements Node {}

        record Inner(Node left, Node right, Bytes32 hash) implements Node {
            Inner(Node left, Node right) {
                this(left, right, TreeHash.inner(left.hash(), right.hash()));
            }
        }
    }

    private final Node root;

    private LogTree(Node root) {
        this.root = root;
    }

    Bytes32 root() {
        return root.hash();
    }

    /** The chain under a key, if there is one. */
    Optional<SubjectHead> find(Bytes32 mapKey) {
        Bytes32 path = TreeHash.path(mapKey.toByteArray());
        Node node = root;
        for (int depth = 0; node instanceof Node.Inner inner; depth++) {
            node = path.bit(depth) == 0 ? inner.left() : inner.right();
        }
        return node instanceof Node.Leaf leaf && leaf.path().equals(path) ? Optional.of(leaf.head()) : Optional.empty();
    }

    /** The tree with that chain under its key, as that value. */
    LogTree with(SubjectHead head, Bytes value) {
        return with(head, TreeHash.valueHash(value.toByteArray()));
    }

    /** The same, with the value hashed already. */
    LogTree with(SubjectHead head, Bytes32 valueHash) {
        Bytes32 path = TreeHash.path(head.mapKey().toByteArray());
        return new LogTree(put(root, new Node.Leaf(path, valueHash, head, TreeHash.leaf(path, valueHash)), 0));
    }

    /** The path of a key, whether it is there or not. */
    StateProof prove(Bytes32 mapKey) {
        Bytes32 path = TreeHash.path(mapKey.toByteArray());
        List<Bytes32> siblings = new ArrayList<>();
        Node node = root;
        for (int depth = 0; node instanceof Node.Inner inner; depth++) {
            boolean left = path.bit(depth) == 0;
            siblings.add((left ? inner.right() : inner.left()).hash());
            node = left ? inner.left() : inner.right();
        }
        return new StateProof(
                siblings,
                node instanceof Node.Leaf leaf
                        ? Optional.of(new StateProof.ProvenLeaf(leaf.path(), leaf.valueHash()))
                        : Optional.empty());
    }

    /** Gives every chain with the hash of its value, in the order of the paths. */
    void forEach(BiConsumer<SubjectHead, Bytes32> consumer) {
        visit(root, consumer);
    }

    private static void visit(Node node, BiConsumer<SubjectHead, Bytes32> consumer) {
        switch (node) {
            case Node.Nothing nothing -> {}
            case Node.Leaf leaf -> consumer.accept(leaf.head(), leaf.valueHash());
            case Node.Inner inner -> {
                visit(inner.left(), consumer);
                visit(inner.right(), consumer);
            }
        }
    }

    private static Node put(Node node, Node.Leaf added, int depth) {
        return switch (node) {
            case Node.Nothing nothing -> added;
            case Node.Leaf leaf -> leaf.path().equals(added.path()) ? added : fork(leaf, added, depth);
            case Node.Inner inner ->
                added.path().bit(depth) == 0
                        ? new Node.Inner(put(inner.left(), added, depth + 1), inner.right())
                        : new Node.Inner(inner.left(), put(inner.right(), added, depth + 1));
        };
    }

    private static Node fork(Node.Leaf one, Node.Leaf other, int depth) {
        int bit = one.path().bit(depth);
        if (bit == other.path().bit(depth)) {
            Node below = fork(one, other, depth + 1);
            return bit == 0 ? new Node.Inner(below, new Node.Nothing()) : new Node.Inner(new Node.Nothing(), below);
        }
        return bit == 0 ? new Node.Inner(one, other) : new Node.Inner(other, one);
    }
}
