package org.assent.abci.testing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assent.ledger.signature.P256Signer;
import org.assent.ledger.signature.PublicKey;

/** Signers by name and by public key, each made once. */
final class Names {

    private final Map<String, P256Signer> byName = new HashMap<>();
    private final Map<PublicKey, P256Signer> byKey = new HashMap<>();

    P256Signer signer(String name) {
        return byName.computeIfAbsent(name, made -> {
            P256Signer signer = Keys.signer(made);
            byKey.put(signer.publicKey(), signer);
            return signer;
        });
    }

    PublicKey key(String name) {
        return signer(name).publicKey();
    }

    /** The signers of those keys that were named before. */
    List<P256Signer> of(Iterable<PublicKey> keys) {
        List<P256Signer> signers = new ArrayList<>();
        for (PublicKey key : keys) {
            Optional.ofNullable(byKey.get(key)).ifPresent(signers::add);
        }
        return signers;
    }
}
