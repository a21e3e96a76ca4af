package org.assent.receipt;

import java.util.List;
import java.util.Optional;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.state.LeafKey;
import org.assent.ledger.tree.StateProof;
import org.assent.ledger.tree.StateProofVerifier;
import org.assent.ledger.tree.TreeHash;

/**
 * What the state holds under a key, and the path that proves it. A path to a leaf does not repeat what key and leaf give
 * already.
 *
 * @param leaf the leaf's bytes; empty if there is none
 * @param siblings of the path, from the root down
 * @param other where there is no leaf: the one that the path ends in instead, if it does not end in nothing
 */
public record Proven(Optional<Bytes> leaf, List<Bytes32> siblings, Optional<StateProof.ProvenLeaf> other) {

    public Proven {
        siblings = new StateProof(siblings, Optional.empty()).siblings();
        if (leaf.isPresent() && other.isPresent()) {
            throw new IllegalArgumentException("a path ends in one leaf");
        }
    }

    /** Of a leaf, or of none, and its proof. */
    public static Proven of(Optional<Bytes> leaf, StateProof proof) {
        return new Proven(leaf, proof.siblings(), leaf.isPresent() ? Optional.empty() : proof.end());
    }

    /** Whether the path proves it under the app hash. */
    public boolean holds(Bytes32 appHash, LeafKey key) {
        if (leaf.isEmpty()) {
            return StateProofVerifier.provesAbsence(appHash, key, new StateProof(siblings, other));
        }
        Bytes value = leaf.get();
        StateProof.ProvenLeaf end =
                new StateProof.ProvenLeaf(TreeHash.path(key.toByteArray()), TreeHash.valueHash(value.toByteArray()));
        return StateProofVerifier.provesPresence(appHash, key, value, new StateProof(siblings, Optional.of(end)));
    }
}
