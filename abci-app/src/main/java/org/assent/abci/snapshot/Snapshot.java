package org.assent.abci.snapshot;

import java.util.Arrays;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.bytes.Bytes32;

/**
 * What is said of a snapshot before its chunks.
 *
 * @param height whose state it is
 * @param hash names it ({@link SnapshotFormat#hash})
 * @param metadata SHA-256 of every chunk, in order
 */
public record Snapshot(long height, Bytes32 hash, Bytes metadata) {

    public Snapshot {
        int length = metadata.length();
        if (height < 1
                || length == 0
                || length % Bytes32.LENGTH != 0
                || length > Bytes32.LENGTH * SnapshotFormat.MAX_CHUNKS) {
            throw new IllegalArgumentException(
                    "a snapshot has a height and 1 to " + SnapshotFormat.MAX_CHUNKS + " chunks");
        }
    }

    /** How many chunks it has. */
    public int chunks() {
        return metadata.length() / Bytes32.LENGTH;
    }

    /** What chunk {@code index} hashes to, of the given metadata. */
    static Bytes32 digest(byte[] metadata, int index) {
        return Bytes32.of(Arrays.copyOfRange(metadata, index * Bytes32.LENGTH, (index + 1) * Bytes32.LENGTH));
    }
}
