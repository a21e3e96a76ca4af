package org.assent.receipt;

import java.nio.charset.StandardCharsets;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.bytes.Hash;
import org.assent.ledger.signature.P256Signer;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;

/** Keys and random-looking bytes that are the same in every run, made of a name. */
final class TestKeys {

    private TestKeys() {}

    static Bytes32 bytes(String name) {
        return Hash.sha256(name.getBytes(StandardCharsets.UTF_8));
    }

    static P256Signer signer(String name) {
        return P256Signer.ofScalar(bytes(name));
    }

    static Ed25519PrivateKeyParameters validator(String name) {
        return new Ed25519PrivateKeyParameters(bytes(name).toByteArray());
    }
}
