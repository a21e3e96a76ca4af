package org.assent.ledger.identity;

import org.assent.ledger.bytes.Bytes32;

/** Names the ledger key of a study: {@code H("study", salt, StudyInstanceUID)}. The salt stays with the source and travels with the permission. */
public record StudyRef(Bytes32 value) implements Comparable<StudyRef> {

    /** Reads 64 hexadecimal digits. */
    public static StudyRef fromHex(String hex) {
        return new StudyRef(Bytes32.fromHex(hex));
    }

    /** 64 lower-case hexadecimal digits. */
    public String toHex() {
        return value.toHex();
    }

    @Override
    public int compareTo(StudyRef other) {
        return value.compareTo(other.value);
    }

    /** The first eight digits only, enough to follow in a log. */
    @Override
    public String toString() {
        return value.toHex().substring(0, 8) + "…";
    }
}
