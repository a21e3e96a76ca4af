package org.assent.abci.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.state.LeafKey;
import org.assent.ledger.stream.ChangedLeaf;
import org.assent.ledger.tree.StateProof;
import org.assent.ledger.tree.TreeHash;
import org.jspecify.annotations.Nullable;

/**
 * The authenticated map at one height: a compact binary sparse Merkle tree.
 *
 * <p>Immutable, and safe for any number of readers as long as its height is kept ({@link PrunedException} after that).
 */
public final class StateTree {

    private final LongFunction<byte[]> nodes;
    private final @Nullable NodeRef root;

    private StateTree(LongFunction<byte[]> nodes, @Nullable NodeRef root) {
        this.nodes = nodes;
        this.root = root;
    }

    /** The map as the store has it at a height. */
    public static StateTree of(NodeStore store, StoredState state) {
        return new StateTree(store::node, state.root());
    }

    /** The map before the first block. */
    public static StateTree empty() {
        return new StateTree(
                id -> {
                    throw new IllegalStateException("the empty tree has no node " + id);
                },
                null);
    }

    /** Its hash: the app hash. */
    public Bytes32 rootHash() {
        return root == null ? TreeHash.EMPTY : root.hash();
    }

    /** The leaf of a key, if there is one. */
    public Optional<ChangedLeaf> get(LeafKey key) {
        Bytes32 path = TreeHash.path(key.toByteArray());
        NodeRef at = root;
        for (int depth = 0; at != null && !at.leaf(); depth++) {
            byte[] inner = nodes.apply(at.id());
            at = path.bit(depth) == 0 ? NodeCodec.left(inner) : NodeCodec.right(inner);
        }
        return at == null
                ? Optional.empty()
                : Optional.of(leaf(at)).filter(found -> found.key().equals(key));
    }

    /** The proof that a key has its value, or that there is no such key ({@code StateProofVerifier} checks it). */
    public StateProof prove(LeafKey key) {
        Bytes32 path = TreeHash.path(key.toByteArray());
        List<Bytes32> siblings = new ArrayList<>();
        NodeRef at = root;
        for (int depth = 0; at != null && !at.leaf(); depth++) {
            byte[] inner = nodes.apply(at.id());
            NodeRef left = NodeCodec.left(inner);
            NodeRef right = NodeCodec.right(inner);
            boolean goesLeft = path.bit(depth) == 0;
            siblings.add(hash(goesLeft ? right : left));
            at = goesLeft ? left : right;
        }
        return new StateProof(siblings, at == null ? Optional.empty() : Optional.of(proven(leaf(at))));
    }

    private static StateProof.ProvenLeaf proven(ChangedLeaf leaf) {
        return new StateProof.ProvenLeaf(
                TreeHash.path(leaf.key().toByteArray()),
                TreeHash.valueHash(leaf.value().toByteArray()));
    }

    /** Gives every leaf, in the order of their paths. */
    public void forEach(Consumer<ChangedLeaf> consumer) {
        forEach(root, consumer);
    }

    private void forEach(@Nullable NodeRef at, Consumer<ChangedLeaf> consumer) {
        if (at == null) {
            return;
        }
        if (at.leaf()) {
            consumer.accept(leaf(at));
            return;
        }
        byte[] inner = nodes.apply(at.id());
        forEach(NodeCodec.left(inner), consumer);
        forEach(NodeCodec.right(inner), consumer);
    }

    @Nullable
    NodeRef root() {
        return root;
    }

    byte[] node(long id) {
        return nodes.apply(id);
    }

    private ChangedLeaf leaf(NodeRef ref) {
        return NodeCodec.leaf(nodes.apply(ref.id()));
    }

    static Bytes32 hash(@Nullable NodeRef ref) {
        return ref == null ? TreeHash.EMPTY : ref.hash();
    }
}
