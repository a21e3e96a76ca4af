package org.assent.abci.app;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;

/** How much fits: the same numbers for the genesis file, the node's configuration and the proposals. */
public final class BlockLimits {

    /** The most bytes of a block, header and commit included: {@code consensus_params.block.max_bytes}. */
    public static final int MAX_BLOCK_BYTES = 1 << 20;

    /**
     * The most transactions of a block. Each may rewrite a leaf of a subject with 16 KB of open consents, and a validator keeps all of
     * them in memory until they are on the disk.
     */
    public static final int MAX_TRANSACTIONS = 2_500;

    /** The most transactions that the node keeps pending. */
    public static final int MEMPOOL_TRANSACTIONS = 5_000;

    /** The most bytes of pending transactions that the node keeps. */
    public static final int MEMPOOL_BYTES = 8_000_000;

    private BlockLimits() {}

    /** What a transaction takes of a block: itself, its length and a field tag, as CometBFT counts. */
    static int bytesInBlock(ByteString transaction) {
        return CodedOutputStream.computeBytesSize(1, transaction);
    }
}
