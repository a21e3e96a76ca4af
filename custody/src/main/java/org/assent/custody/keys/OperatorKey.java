package org.assent.custody.keys;

import java.io.IOException;
import java.util.Optional;
import org.assent.ledger.signature.P256Signer;
import org.assent.ledger.signature.Signer;

/**
 * The key by which whoever holds a site's folder administers the running site: commands on its machine prove themselves by it.
 * Not on the ledger, and known to nobody else.
 */
public final class OperatorKey {

    private static final String NAME = "operator";

    private OperatorKey() {}

    /** Reads the key, and makes it if it is not there. */
    public static Signer loadOrCreate(KeyStore store) throws IOException {
        Optional<Signer> kept = load(store);
        if (kept.isPresent()) {
            return kept.orElseThrow();
        }
        P256Signer fresh = P256Signer.generate(store.random());
        store.write(NAME, fresh.toPkcs8());
        return fresh;
    }

    /** Reads the key; empty if the site has not made one yet. */
    public static Optional<Signer> load(KeyStore store) throws IOException {
        return store.read(NAME).map(P256Signer::fromPkcs8);
    }
}
