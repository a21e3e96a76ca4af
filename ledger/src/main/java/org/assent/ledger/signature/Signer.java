package org.assent.ledger.signature;

import org.assent.ledger.bytes.Bytes32;

/** Something that can sign with one P-256 key, without saying where the key is kept (file, HSM, passkey). */
public interface Signer {

    /** The public half. */
    PublicKey publicKey();

    /** Signs a 32-byte hash; the result has {@code s ≤ n/2}. */
    Signature sign(Bytes32 messageHash);
}
