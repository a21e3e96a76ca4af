package org.assent.ledger.tree;

import java.util.Optional;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.state.LeafKey;

/**
 * Checks paths against an app hash that the caller trusts (ledger properties L6, L7). Pure, thread-safe; never throws for
 * any proof. The app hash after block H stands in the header of block H + 1.
 */
public final class StateProofVerifier {

    private StateProofVerifier() {}

    /** Whether the map with this root holds exactly this value under the key. */
    public static boolean provesPresence(Bytes32 appHash, LeafKey key, Bytes value, StateProof proof) {
        return provesPresence(appHash, key.toByteArray(), value, proof);
    }

    /** The same for a map of other keys that is hashed alike, such as that over an access log. */
    public static boolean provesPresence(Bytes32 root, byte[] key, Bytes value, StateProof proof) {
        Bytes32 path = TreeHash.path(key);
        Optional<StateProof.ProvenLeaf> end = proof.end();
        return end.isPresent()
                && end.get().path().equals(path)
                && end.get().valueHash().equals(TreeHash.valueHash(value.toByteArray()))
                && root(path, proof).equals(root);
    }

    /**
     * Whether the map with this root holds nothing under the key: its path ends in an empty subtree, or in the leaf of
     * another key whose path goes the same way that far.
     */
    public static boolean provesAbsence(Bytes32 appHash, LeafKey key, StateProof proof) {
        return provesAbsence(appHash, key.toByteArray(), proof);
    }

    /** The same for a map of other keys that is hashed alike. */
    public static boolean provesAbsence(Bytes32 root, byte[] key, StateProof proof) {
        Bytes32 path = TreeHash.path(key);
        if (proof.end().isPresent()) {
            Bytes32 other = proof.end().get().path();
            if (other.equals(path) || commonBits(other, path) < proof.siblings().size()) {
                return false;
            }
        }
        return root(path, proof).equals(root);
    }

    /** The root of the map in which the path ends as the proof says. */
    private static Bytes32 root(Bytes32 path, StateProof proof) {
        Bytes32 hash = proof.end()
                .map(leaf -> TreeHash.leaf(leaf.path(), leaf.valueHash()))
                .orElse(TreeHash.EMPTY);
        for (int depth = proof.siblings().size() - 1; depth >= 0; depth--) {
            Bytes32 sibling = proof.siblings().get(depth);
            hash = path.bit(depth) == 0 ? TreeHash.inner(hash, sibling) : TreeHash.inner(sibling, hash);
        }
        return hash;
    }

    private static int commonBits(Bytes32 one, Bytes32 other) {
        int bits = 0;
        while (bits < TreeHash.MAX_DEPTH && one.bit(bits) == other.bit(bits)) {
            bits++;
        }
        return bits;
    }
}
