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
 * Every node is hashed when it is read from the store and compared with what its parent says: bytes that changed on the disk are
 * never answered from, they are a {@link NodeStoreException}.
 */
public final class StateTree {

    private final LongFunction<byte[]> nodes;
    private final KnownNodes known;
    private final @Nullable NodeRef root;

    private StateTree(LongFunction<byte[]> nodes, KnownNodes known, @Nullable NodeRef root) {
        this.nodes = nodes;
        this.known = known;
        this.root = root;
    }

    /** The map as the store has it at a height. */
    public static StateTree of(NodeStore store, StoredState state) {
        return of(store, state, KnownNodes.none());
    }

    /** The same, with the nodes that are known from the heights before. */
    public static StateTree of(NodeStore store, StoredState state, KnownNodes known) {
        return new StateTree(store::node, known, state.root());
    }

    /** The map before the first block. */
    public static StateTree empty() {
        return new StateTree(
                id -> {
                    throw new IllegalStateException("the empty tree has no node " + id);
                },
                KnownNodes.none(),
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
            at = inner(at, depth).child(path, depth);
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
            InnerNode inner = inner(at, depth);
            boolean goesLeft = path.bit(depth) == 0;
            siblings.add(hash(goesLeft ? inner.right() : inner.left()));
            at = inner.child(path, depth);
        }
        return new StateProof(siblings, at == null ? Optional.empty() : Optional.of(proven(leaf(at))));
    }

    private static StateProof.ProvenLeaf proven(ChangedLeaf leaf) {
        return new StateProof.ProvenLeaf(
                TreeHash.path(leaf.key().toByteArray()),
                TreeHash.valueHash(leaf.value().toByteArray()));
    }

    /** Gives every leaf, in the order of their paths, as the store has it now. */
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
        InnerNode inner = InnerNode.read(at, nodes.apply(at.id()));
        forEach(inner.left(), consumer);
        forEach(inner.right(), consumer);
    }

    @Nullable
    NodeRef root() {
        return root;
    }

    /** An inner node at a depth. */
    InnerNode inner(NodeRef ref, int depth) {
        InnerNode kept = known.get(ref, depth);
        if (kept != null) {
            return kept;
        }
        InnerNode read = InnerNode.read(ref, nodes.apply(ref.id()));
        known.keep(read, depth);
        return read;
    }

    /** Remembers a node that the next height will have. */
    void made(InnerNode node, int depth) {
        known.keep(node, depth);
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
