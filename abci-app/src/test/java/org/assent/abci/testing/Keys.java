package org.assent.abci.testing;

import java.nio.charset.StandardCharsets;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.bytes.Hash;
import org.assent.ledger.signature.P256Signer;

/** Keys made from names, so that every run has the same ones. */
public final class Keys {

    private Keys() {}

    /** 32 bytes made from a name. */
    public static Bytes32 bytes(String name) {
        return Hash.sha256(name.getBytes(StandardCharsets.UTF_8));
    }

    /** The key of a name. */
    public static P256Signer signer(String name) {
        return P256Signer.ofScalar(bytes(name));
    }
}
