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
 * Every node is hashed when it is read and compared with what its parent says: bytes that changed on the disk are never
 * answered from, they are a {@link NodeStoreException}.
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
            byte[] inner = inner(at);
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
            byte[] inner = inner(at);
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
        byte[] inner = inner(at);
        forEach(NodeCodec.left(inner), consumer);
        forEach(NodeCodec.right(inner), consumer);
    }

    @Nullable
    NodeRef root() {
        return root;
    }

    /** The bytes of an inner node, whose children hash to what it is named by. */
    byte[] inner(NodeRef ref) {
        byte[] inner = nodes.apply(ref.id());
        Bytes32 found;
        try {
            found = TreeHash.inner(hash(NodeCodec.left(inner)), hash(NodeCodec.right(inner)));
        } catch (RuntimeException e) {
            throw NodeStoreException.damagedNode(ref.id(), e);
        }
        if (inner.length != 2 * NodeCodec.REF_BYTES || !found.equals(ref.hash())) {
            throw NodeStoreException.damagedNode(ref.id(), null);
        }
        return inner;
    }

    /** A leaf whose key and value hash to what it is named by; its annex is for whoever decodes the value. */
    ChangedLeaf leaf(NodeRef ref) {
        byte[] bytes = nodes.apply(ref.id());
        ChangedLeaf leaf;
        try {
            leaf = NodeCodec.leaf(bytes);
        } catch (RuntimeException e) {
            throw NodeStoreException.damagedNode(ref.id(), e);
        }
        Bytes32 found = TreeHash.leaf(
                TreeHash.path(leaf.key().toByteArray()),
                TreeHash.valueHash(leaf.value().toByteArray()));
        if (!found.equals(ref.hash())) {
            throw NodeStoreException.damagedNode(ref.id(), null);
        }
        return leaf;
    }

    static Bytes32 hash(@Nullable NodeRef ref) {
        return ref == null ? TreeHash.EMPTY : ref.hash();
    }
}
