package org.assent.authorization.token;

import java.util.List;
import org.assent.ledger.signature.PublicKey;
import org.assent.ledger.signature.Signer;

/** The keys of a site's access tokens, which change now and then. Thread-safe. */
public interface TokenKeys {

    /** What new tokens are signed with. */
    Signer current();

    /** The public halves of the keys whose tokens may still be good: the current one first. */
    List<PublicKey> published();

    /** One key for ever. */
    static TokenKeys always(Signer key) {
        List<PublicKey> published = List.of(key.publicKey());
        return new TokenKeys() {
            @Override
            public Signer current() {
                return key;
            }

            @Override
            public List<PublicKey> published() {
                return published;
            }
        };
    }
}
