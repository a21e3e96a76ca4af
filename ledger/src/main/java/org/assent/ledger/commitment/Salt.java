package org.assent.ledger.commitment;

import java.security.MessageDigest;
import java.security.SecureRandom;
import org.assent.ledger.bytes.Bytes32;

/**
 * 32 random bytes that make a commitment reveal nothing (ledger property L5). Whoever has the salt can check guesses, so it
 * is kept like the content that it hides, and its text form tells nothing.
 */
public final class Salt {

    private final Bytes32 bytes;

    private Salt(Bytes32 bytes) {
        this.bytes = bytes;
    }

    /** A fresh one; every commitment to terms has its own, every study has one. */
    public static Salt random(SecureRandom random) {
        byte[] bytes = new byte[Bytes32.LENGTH];
        random.nextBytes(bytes);
        return new Salt(Bytes32.of(bytes));
    }

    /** One that was kept. */
    public static Salt of(Bytes32 bytes) {
        return new Salt(bytes);
    }

    /** The bytes, to be kept or handed to who may open the commitment. */
    public Bytes32 toBytes32() {
        return bytes;
    }

    byte[] toByteArray() {
        return bytes.toByteArray();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Salt that && MessageDigest.isEqual(toByteArray(), that.toByteArray());
    }

    @Override
    public int hashCode() {
        return bytes.hashCode();
    }

    /** Nothing of the bytes. */
    @Override
    public String toString() {
        return "a salt";
    }
}
