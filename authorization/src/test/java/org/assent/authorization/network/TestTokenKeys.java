package org.assent.authorization.network;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.assent.authorization.token.TokenKeys;
import org.assent.ledger.signature.P256Signer;
import org.assent.ledger.signature.PublicKey;
import org.assent.ledger.signature.Signer;

/** Token keys that change when a test says so. */
public final class TestTokenKeys implements TokenKeys {

    private final List<Signer> keys = new ArrayList<>(List.of(P256Signer.generate(new SecureRandom())));

    @Override
    public synchronized Signer current() {
        return keys.getFirst();
    }

    @Override
    public synchronized List<PublicKey> published() {
        return keys.stream().map(Signer::publicKey).toList();
    }

    /** Another key for new tokens. */
    public synchronized void rotate() {
        keys.addFirst(P256Signer.generate(new SecureRandom()));
    }

    /** The keys before the current one are forgotten. */
    public synchronized void forget() {
        keys.subList(1, keys.size()).clear();
    }
}
