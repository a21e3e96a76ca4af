package org.assent.ledger.identity;

import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.bytes.Domain;
import org.assent.ledger.bytes.Hash;
import org.assent.ledger.signature.PublicKey;

/** Names one patient as known to one source: {@code H("subject", first key)}. A patient has another at every source. */
public record SubjectId(Bytes32 value) implements Comparable<SubjectId> {

    /** The id that a subject's first key gives it. */
    public static SubjectId of(PublicKey firstKey) {
        return new SubjectId(Hash.of(Domain.SUBJECT, firstKey.toByteArray()));
    }

    /** Reads 64 hexadecimal digits. */
    public static SubjectId fromHex(String hex) {
        return new SubjectId(Bytes32.fromHex(hex));
    }

    /** 64 lower-case hexadecimal digits. */
    public String toHex() {
        return value.toHex();
    }

    @Override
    public int compareTo(SubjectId other) {
        return value.compareTo(other.value);
    }

    /** The first eight digits only, enough to follow in a log. */
    @Override
    public String toString() {
        return value.toHex().substring(0, 8) + "…";
    }
}
