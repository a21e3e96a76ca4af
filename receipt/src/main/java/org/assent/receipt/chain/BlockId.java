package org.assent.receipt.chain;

import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.codec.Checks;

/**
 * What CometBFT calls a block by (spec/core/data_structures.md, BlockID).
 *
 * @param hash of the header; empty for the block before the first, else 32 bytes
 * @param parts the parts that the block is sent in
 */
public record BlockId(Bytes hash, Parts parts) {

    /**
     * PartSetHeader.
     *
     * @param total how many; 0 for the block before the first
     * @param hash Merkle root over them; empty or 32 bytes
     */
    public record Parts(int total, Bytes hash) {
        public Parts {
            Checks.notNegative("number of parts", total);
            Header.emptyOr32("hash of parts", hash);
        }
    }

    public BlockId {
        Header.emptyOr32("hash of a block", hash);
    }

    byte[] encode() {
        return new WireWriter()
                .bytes(1, hash.toByteArray())
                .message(
                        2,
                        new WireWriter()
                                .varint(1, parts.total())
                                .bytes(2, parts.hash().toByteArray())
                                .done())
                .done();
    }
}
