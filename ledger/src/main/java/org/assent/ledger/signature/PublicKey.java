package org.assent.ledger.signature;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * A P-256 public key: the algorithm tag and the compressed point of SEC 1 §2.3.3 (33 bytes, first byte 02 or 03).
 *
 * <p>Ordered as unsigned bytes. Construction checks the form only; that the point is on the curve is checked where the key is used
 * ({@link SignatureVerifier}).
 */
public final class PublicKey implements Comparable<PublicKey> {

    /** Length of the compressed point in bytes. */
    public static final int LENGTH = 33;

    private final byte[] point;

    private PublicKey(byte[] point) {
        this.point = point;
    }

    /**
     * Copies a compressed point.
     *
     * @throws IllegalArgumentException if it is not 33 bytes beginning with 02 or 03
     */
    public static PublicKey p256(byte[] compressedPoint) {
        if (compressedPoint.length != LENGTH || (compressedPoint[0] != 2 && compressedPoint[0] != 3)) {
            throw new IllegalArgumentException("a P-256 key is a compressed point of 33 bytes beginning with 02 or 03");
        }
        return new PublicKey(compressedPoint.clone());
    }

    /** A copy of the 33 bytes. */
    public byte[] toByteArray() {
        return point.clone();
    }

    /** 66 lower-case hexadecimal digits. */
    public String toHex() {
        return HexFormat.of().formatHex(point);
    }

    @Override
    public int compareTo(PublicKey other) {
        return Arrays.compareUnsigned(point, other.point);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PublicKey that && Arrays.equals(point, that.point);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(point);
    }

    @Override
    public String toString() {
        return "P-256 " + toHex().substring(0, 10) + "…";
    }
}
