package org.assent.abci.testing;

import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.cache.RecentlyUsed;
import org.assent.ledger.signature.PublicKey;
import org.assent.ledger.signature.Signature;
import org.assent.ledger.signature.SignatureVerifier;

/**
 * Remembers signatures that verified, so that one seen at CheckTx costs nothing in the block.
 *
 * <p>Positive results only, at most a fixed number, the least recently used forgotten first. The cache can only save time:
 * what it does not know is verified. Thread-safe.
 */
public final class CachingVerifier implements SignatureVerifier {

    private final SignatureVerifier verifier;
    private final RecentlyUsed<Verified, Boolean> known;

    /** The algorithm is part of the key. */
    private record Verified(PublicKey key, Bytes32 messageHash, Signature signature) {}

    /** Remembers at most {@code capacity} signatures. */
    public CachingVerifier(SignatureVerifier verifier, int capacity) {
        this.verifier = verifier;
        this.known = new RecentlyUsed<>(capacity);
    }

    @Override
    public boolean verifies(PublicKey key, Bytes32 messageHash, Signature signature) {
        Verified asked = new Verified(key, messageHash, signature);
        if (known.get(asked) != null) {
            return true;
        }
        boolean verifies = verifier.verifies(key, messageHash, signature);
        if (verifies) {
            known.put(asked, Boolean.TRUE);
        }
        return verifies;
    }
}
