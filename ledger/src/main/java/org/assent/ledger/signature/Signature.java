package org.assent.ledger.signature;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * A P-256 ECDSA signature as the ledger carries it: 64 bytes, {@code r ‖ s}, each 32 bytes big endian, {@code s ≤ n/2}.
 *
 * <p>Construction checks the length only; {@link SignatureVerifier} checks the rest.
 */
public final class Signature {

    /** Length in bytes. */
    public static final int LENGTH = 64;

    private final byte[] bytes;

    private Signature(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Copies {@code r ‖ s}.
     *
     * @throws IllegalArgumentException if there are not exactly 64 bytes
     */
    public static Signature of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a signature has 64 bytes, got " + bytes.length);
        }
        return new Signature(bytes.clone());
    }

    /** A copy of the 64 bytes. */
    public byte[] toByteArray() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Signature that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes, 0, 4) + "…";
    }
}
