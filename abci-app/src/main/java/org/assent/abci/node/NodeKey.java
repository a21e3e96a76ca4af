package org.assent.abci.node;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.EdECPrivateKey;
import java.util.Arrays;
import java.util.HexFormat;
import org.assent.ledger.bytes.Hash;

/**
 * An Ed25519 key of CometBFT: of a validator or of a node on the peer-to-peer network. Never an application key; those are
 * P-256.
 */
final class NodeKey {

    private static final int KEY_BYTES = 32;
    private static final int ADDRESS_BYTES = 20;

    private final byte[] seed;
    private final byte[] publicKey;

    private NodeKey(byte[] seed, byte[] publicKey) {
        this.seed = seed;
        this.publicKey = publicKey;
    }

    /** A fresh random key. */
    static NodeKey generate() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            byte[] seed = ((EdECPrivateKey) pair.getPrivate())
                    .getBytes()
                    .orElseThrow(() -> new IllegalStateException("a software key has bytes"));
            byte[] x509 = pair.getPublic().getEncoded(); // SubjectPublicKeyInfo, RFC 8410 §4: the key is its end
            return new NodeKey(seed, Arrays.copyOfRange(x509, x509.length - KEY_BYTES, x509.length));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java platform has no Ed25519", e);
        }
    }

    /** From the 64 bytes, seed and public key, that CometBFT's files hold. */
    static NodeKey of(byte[] seedAndPublicKey) {
        if (seedAndPublicKey.length != 2 * KEY_BYTES) {
            throw new IllegalArgumentException("an Ed25519 key file holds 64 bytes, not " + seedAndPublicKey.length);
        }
        return new NodeKey(
                Arrays.copyOf(seedAndPublicKey, KEY_BYTES),
                Arrays.copyOfRange(seedAndPublicKey, KEY_BYTES, 2 * KEY_BYTES));
    }

    /** Seed and public key, 64 bytes: secret. */
    byte[] secretBytes() {
        byte[] both = Arrays.copyOf(seed, 2 * KEY_BYTES);
        System.arraycopy(publicKey, 0, both, KEY_BYTES, KEY_BYTES);
        return both;
    }

    /** 32 bytes. */
    byte[] publicKey() {
        return publicKey.clone();
    }

    /** The first 20 bytes of SHA-256 of the public key: a validator's address, and in lower-case hex a node's id. */
    static String address(byte[] publicKey) {
        byte[] hash = Hash.sha256(publicKey).toByteArray();
        return HexFormat.of().formatHex(hash, 0, ADDRESS_BYTES);
    }

    /** The public key only. */
    @Override
    public String toString() {
        return "Ed25519 " + address(publicKey);
    }
}
