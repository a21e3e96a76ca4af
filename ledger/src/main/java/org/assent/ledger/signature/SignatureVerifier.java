package org.assent.ledger.signature;

import org.assent.ledger.bytes.Bytes32;

/**
 * The one verifier that consensus uses, chosen here and not by provider order (ledger properties L1, L4).
 *
 * <p>Thread-safe and pure.
 */
public interface SignatureVerifier {

    /**
     * Whether {@code signature} is a valid signature by {@code key} over the 32-byte {@code messageHash}. False for a
     * key off the curve, for {@code r} or {@code s} out of range and for {@code s > n/2}; never throws for any bytes.
     */
    boolean verifies(PublicKey key, Bytes32 messageHash, Signature signature);
}
