package org.assent.abci.snapshot;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.bytes.Hash;
import org.assent.ledger.state.LeafCodec;

/** The numbers of snapshot format 1 (docs/snapshot-format.md). */
public final class SnapshotFormat {

    /** The one version there is. */
    public static final int VERSION = 1;

    /** Bytes of every chunk but the last, which has 1 or more. */
    public static final int CHUNK_BYTES = 1 << 20;

    /** The most chunks: 64 GiB of leaves. */
    public static final int MAX_CHUNKS = 65_536;

    /** The longest key. */
    static final int MAX_KEY_BYTES = 33;

    /** The longest value. */
    static final int MAX_VALUE_BYTES = LeafCodec.MAX_LENGTH;

    /** The longest annex, far more than 256 open consents take. */
    static final int MAX_ANNEX_BYTES = 1 << 18;

    private static final byte[] DOMAIN = "assent/snapshot/v1".getBytes(StandardCharsets.US_ASCII);

    private SnapshotFormat() {}

    /**
     * What names a snapshot: it commits to all that belongs to it, the app hash included, so that one for another state is
     * known before its first chunk is fetched.
     */
    static Bytes32 hash(String chainId, long height, Bytes32 appHash, byte[] metadata) {
        MessageDigest digest = Hash.sha256();
        byte[] chain = chainId.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(DOMAIN.length).array());
        digest.update(DOMAIN);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(chain.length).array());
        digest.update(chain);
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(height).array());
        appHash.update(digest);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(metadata.length).array());
        digest.update(metadata);
        return Bytes32.of(digest.digest());
    }
}
