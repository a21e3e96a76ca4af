package org.assent.ledger.bytes;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * {@code H(domain, parts…)}: SHA-256 over the domain's text and the parts, each preceded by its length as 4 bytes big
 * endian. Pure.
 */
public final class Hash {

    private static final MessageDigest EMPTY = lookedUp();

    private Hash() {}

    /** Hashes the parts, in order, under the domain. A part may be empty. */
    public static Bytes32 of(Domain domain, byte[]... parts) {
        MessageDigest digest = sha256();
        update(digest, domain.text().getBytes(StandardCharsets.US_ASCII));
        for (byte[] part : parts) {
            update(digest, part);
        }
        return Bytes32.of(digest.digest());
    }

    /** Plain SHA-256, for formats that other standards fix. */
    public static Bytes32 sha256(byte[] message) {
        return Bytes32.of(sha256().digest(message));
    }

    /** A new SHA-256 digest, which every Java platform has. A copy of one, since looking it up costs as much as a short hash. */
    public static MessageDigest sha256() {
        try {
            return (MessageDigest) EMPTY.clone();
        } catch (CloneNotSupportedException e) {
            return lookedUp();
        }
    }

    private static MessageDigest lookedUp() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java platform has no SHA-256", e);
        }
    }

    private static void update(MessageDigest digest, byte[] part) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).flip());
        digest.update(part);
    }
}
