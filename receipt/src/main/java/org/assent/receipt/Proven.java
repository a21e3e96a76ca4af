package org.assent.receipt;

import java.util.Optional;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.state.LeafKey;
import org.assent.ledger.tree.StateProof;
import org.assent.ledger.tree.StateProofVerifier;

/**
 * What the state holds under a key, and the path that proves it.
 *
 * @param leaf the leaf's bytes; empty if there is none
 * @param path to it, or to where it would be
 */
public record Proven(Optional<Bytes> leaf, StateProof path) {

    /** Whether the path proves it under the app hash. */
    public boolean holds(Bytes32 appHash, LeafKey key) {
        return leaf.map(value -> StateProofVerifier.provesPresence(appHash, key, value, path))
                .orElseGet(() -> StateProofVerifier.provesAbsence(appHash, key, path));
    }
}
