package org.assent.site.joining;

import org.assent.ledger.bytes.Bytes32;

/** What people compare by phone: the first 16 bytes of a hash, in groups of four hexadecimal digits. */
public final class Fingerprint {

    private static final int DIGITS = 32;

    private Fingerprint() {}

    /** 128 bits: nobody finds a second document with the same. */
    public static String of(Bytes32 hash) {
        return hash.toHex().substring(0, DIGITS).replaceAll("(.{4})(?!$)", "$1 ");
    }
}
