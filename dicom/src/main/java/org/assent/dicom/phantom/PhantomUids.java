package org.assent.dicom.phantom;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.assent.dicom.Uid;

/** UIDs that repeat with a seed: {@code 2.25.} and a UUID of version 8 made from a hash (PS3.5 B.2, RFC 9562 §5.8). */
final class PhantomUids {
    private PhantomUids() {}

    static Uid of(long seed, String what) {
        byte[] hash = sha256(("assent phantom " + seed + " " + what).getBytes(StandardCharsets.UTF_8));
        ByteBuffer uuid = ByteBuffer.wrap(hash, 0, 16);
        uuid.put(6, (byte) ((hash[6] & 0x0F) | 0x80));
        uuid.put(8, (byte) ((hash[8] & 0x3F) | 0x80));
        byte[] bytes = new byte[16];
        uuid.get(bytes);
        return new Uid("2.25." + new BigInteger(1, bytes));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
