package org.assent.abci.rules;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.signature.PublicKey;
import org.assent.ledger.signature.Signature;
import org.assent.ledger.signature.SignatureVerifier;

/**
 * Remembers signatures that verified, so that one seen at CheckTx costs nothing in the block.
 *
 * <p>Positive results only, at most a fixed number, the least recently added forgotten first. The cache can only save time:
 * what it does not know is verified. Thread-safe.
 */
public final class CachingVerifier implements SignatureVerifier {

    private final SignatureVerifier verifier;
    private final Set<Verified> known;

    /** The algorithm is part of the key. */
    private record Verified(PublicKey key, Bytes32 messageHash, Signature signature) {}

    /** Remembers at most {@code capacity} signatures. */
    public CachingVerifier(SignatureVerifier verifier, int capacity) {
        this.verifier = verifier;
        this.known = Collections.synchronizedSet(Collections.newSetFromMap(new Bounded(capacity)));
    }

    @Override
    public boolean verifies(PublicKey key, Bytes32 messageHash, Signature signature) {
        Verified asked = new Verified(key, messageHash, signature);
        if (known.contains(asked)) {
            return true;
        }
        boolean verifies = verifier.verifies(key, messageHash, signature);
        if (verifies) {
            known.add(asked);
        }
        return verifies;
    }

    private static final class Bounded extends LinkedHashMap<Verified, Boolean> {

        private static final long serialVersionUID = 1L;

        private final int capacity;

        Bounded(int capacity) {
            this.capacity = capacity;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Verified, Boolean> eldest) {
            return size() > capacity;
        }
    }
}
