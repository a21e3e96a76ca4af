package org.assent.ledger.bytes;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * An immutable string of exactly 32 bytes: a SHA-256 hash, a salt or an identifier made from one.
 *
 * <p>Ordered as unsigned bytes, which is the order that hashing of sorted sets uses.
 */
public final class Bytes32 implements Comparable<Bytes32> {

    /** Length in bytes. */
    public static final int LENGTH = 32;

    /** 32 zero bytes. */
    public static final Bytes32 ZERO = new Bytes32(new byte[LENGTH]);

    private final byte[] bytes;

    private Bytes32(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Copies the given bytes.
     *
     * @throws IllegalArgumentException if there are not exactly 32
     */
    public static Bytes32 of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("needs 32 bytes, got " + bytes.length);
        }
        return new Bytes32(bytes.clone());
    }

    /**
     * Reads 64 hexadecimal digits, either case.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    public static Bytes32 fromHex(String hex) {
        return of(HexFormat.of().parseHex(hex));
    }

    /** A copy of the 32 bytes. */
    public byte[] toByteArray() {
        return bytes.clone();
    }

    /** Feeds the 32 bytes to a digest, without a copy. */
    public void update(MessageDigest digest) {
        digest.update(bytes);
    }

    /**
     * One bit, counted from the most significant bit of the first byte: 0 or 1.
     *
     * @throws IndexOutOfBoundsException if the index is not 0 to 255
     */
    public int bit(int index) {
        return (bytes[index >>> 3] >>> (7 - (index & 7))) & 1;
    }

    /** Whether all 256 bits are 0. */
    public boolean isZero() {
        int any = 0;
        for (byte b : bytes) {
            any |= b;
        }
        return any == 0;
    }

    /** 64 lower-case hexadecimal digits. */
    public String toHex() {
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public int compareTo(Bytes32 other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes32 that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** 64 lower-case hexadecimal digits; a type that must not be printed wraps this one and says so. */
    @Override
    public String toString() {
        return toHex();
    }
}
