package org.assent.abci.snapshot;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.state.LeafKey;
import org.assent.ledger.stream.ChangedLeaf;
import org.jspecify.annotations.Nullable;

/**
 * Reads leaves out of chunks that cut them anywhere. Keeps no more than one leaf that has not come to its end, and refuses
 * lengths beyond the limits before anything is kept for them.
 */
final class LeafReader {

    private static final int LENGTHS = 1 + 2 * Integer.BYTES;
    private static final int LONGEST =
            LENGTHS + SnapshotFormat.MAX_KEY_BYTES + SnapshotFormat.MAX_VALUE_BYTES + SnapshotFormat.MAX_ANNEX_BYTES;

    private final ByteBuffer begun = ByteBuffer.allocate(LONGEST + SnapshotFormat.CHUNK_BYTES);

    /**
     * Takes the next chunk and gives all leaves that end in it.
     *
     * @throws IllegalArgumentException if these are not the bytes of leaves
     */
    void read(byte[] chunk, Consumer<ChangedLeaf> leaves) {
        begun.put(chunk).flip();
        while (true) {
            begun.mark();
            ChangedLeaf leaf = next();
            if (leaf == null) {
                begun.reset();
                break;
            }
            leaves.accept(leaf);
        }
        begun.compact();
    }

    /** Whether the bytes so far end with a leaf. */
    boolean isAtEndOfLeaf() {
        return begun.position() == 0;
    }

    private @Nullable ChangedLeaf next() {
        if (begun.remaining() < 1) {
            return null;
        }
        byte[] key = take(Byte.toUnsignedInt(begun.get()), SnapshotFormat.MAX_KEY_BYTES);
        byte[] value = key == null ? null : takeLong(SnapshotFormat.MAX_VALUE_BYTES);
        byte[] annex = value == null ? null : takeLong(SnapshotFormat.MAX_ANNEX_BYTES);
        if (key == null || value == null || annex == null) {
            return null;
        }
        return new ChangedLeaf(LeafKey.of(key), Bytes.of(value), Bytes.of(annex));
    }

    private byte @Nullable [] takeLong(int limit) {
        return begun.remaining() < Integer.BYTES ? null : take(begun.getInt(), limit);
    }

    private byte @Nullable [] take(int length, int limit) {
        if (length < 0 || length > limit) {
            throw new IllegalArgumentException(
                    "a part of a leaf says that it has " + length + " bytes, the limit is " + limit);
        }
        if (begun.remaining() < length) {
            return null;
        }
        byte[] bytes = new byte[length];
        begun.get(bytes);
        return bytes;
    }
}
