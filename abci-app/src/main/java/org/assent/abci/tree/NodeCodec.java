package org.assent.abci.tree;

import java.nio.ByteBuffer;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.state.LeafKey;
import org.assent.ledger.stream.ChangedLeaf;
import org.jspecify.annotations.Nullable;

/**
 * How nodes are stored. Private to this store: hashes do not cover these bytes, and another layout may follow.
 *
 * <p>Inner: left ref, right ref. Ref: id (8 bytes, -1 for empty), leaf (1), hash (32). Leaf: key length (2), key, value
 * length (4), value, annex (the rest).
 */
final class NodeCodec {

    static final int REF_BYTES = Long.BYTES + 1 + Bytes32.LENGTH;
    private static final long NONE = -1;

    private NodeCodec() {}

    static byte[] inner(@Nullable NodeRef left, @Nullable NodeRef right) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * REF_BYTES);
        put(bytes, left);
        put(bytes, right);
        return bytes.array();
    }

    static @Nullable NodeRef left(byte[] inner) {
        return ref(ByteBuffer.wrap(inner, 0, REF_BYTES));
    }

    static @Nullable NodeRef right(byte[] inner) {
        return ref(ByteBuffer.wrap(inner, REF_BYTES, REF_BYTES));
    }

    static byte[] leaf(ChangedLeaf leaf) {
        byte[] key = leaf.key().toByteArray();
        byte[] value = leaf.value().toByteArray();
        byte[] annex = leaf.annex().toByteArray();
        return ByteBuffer.allocate(Short.BYTES + key.length + Integer.BYTES + value.length + annex.length)
                .putShort((short) key.length)
                .put(key)
                .putInt(value.length)
                .put(value)
                .put(annex)
                .array();
    }

    static ChangedLeaf leaf(byte[] node) {
        ByteBuffer bytes = ByteBuffer.wrap(node);
        byte[] key = take(bytes, bytes.getShort());
        byte[] value = take(bytes, bytes.getInt());
        byte[] annex = take(bytes, bytes.remaining());
        return new ChangedLeaf(LeafKey.of(key), Bytes.of(value), Bytes.of(annex));
    }

    static byte[] root(@Nullable NodeRef root) {
        ByteBuffer bytes = ByteBuffer.allocate(REF_BYTES);
        put(bytes, root);
        return bytes.array();
    }

    static @Nullable NodeRef root(byte[] bytes) {
        return ref(ByteBuffer.wrap(bytes));
    }

    private static void put(ByteBuffer bytes, @Nullable NodeRef ref) {
        if (ref == null) {
            bytes.putLong(NONE).put((byte) 0).put(new byte[Bytes32.LENGTH]);
        } else {
            bytes.putLong(ref.id())
                    .put((byte) (ref.leaf() ? 1 : 0))
                    .put(ref.hash().toByteArray());
        }
    }

    private static @Nullable NodeRef ref(ByteBuffer bytes) {
        long id = bytes.getLong();
        boolean leaf = bytes.get() == 1;
        return id == NONE ? null : new NodeRef(id, leaf, Bytes32.of(take(bytes, Bytes32.LENGTH)));
    }

    private static byte[] take(ByteBuffer bytes, int length) {
        byte[] taken = new byte[length];
        bytes.get(taken);
        return taken;
    }
}
