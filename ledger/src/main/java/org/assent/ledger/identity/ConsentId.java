package org.assent.ledger.identity;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Names one consent of one subject on the ledger: 16 random bytes, never the FHIR id and never in a URL.
 *
 * <p>Ordered as unsigned bytes.
 */
public final class ConsentId implements Comparable<ConsentId> {

    /** Length in bytes. */
    public static final int LENGTH = 16;

    private final byte[] bytes;

    private ConsentId(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Copies the given bytes.
     *
     * @throws IllegalArgumentException if there are not exactly 16
     */
    public static ConsentId of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a ConsentId has 16 bytes, got " + bytes.length);
        }
        return new ConsentId(bytes.clone());
    }

    /** Reads 32 hexadecimal digits. */
    public static ConsentId fromHex(String hex) {
        return of(HexFormat.of().parseHex(hex));
    }

    /** A fresh one from the given source of randomness. */
    public static ConsentId random(SecureRandom random) {
        byte[] bytes = new byte[LENGTH];
        random.nextBytes(bytes);
        return new ConsentId(bytes);
    }

    /** A copy of the 16 bytes. */
    public byte[] toByteArray() {
        return bytes.clone();
    }

    /** 32 lower-case hexadecimal digits. */
    public String toHex() {
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public int compareTo(ConsentId other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ConsentId that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** The first eight digits only. */
    @Override
    public String toString() {
        return toHex().substring(0, 8) + "…";
    }
}
