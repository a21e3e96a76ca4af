package org.assent.receipt.chain;

import java.time.Instant;
import java.util.List;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.bytes.MerkleTree;
import org.assent.ledger.codec.Checks;

/**
 * A block header of CometBFT v0.40 (spec/core/data_structures.md, Header). Its {@code appHash} is the root of the state after
 * the block before.
 *
 * @param version rules of blocks and of the application
 * @param chainId which chain
 * @param height from 1
 * @param time block time
 * @param lastBlockId the block before
 * @param lastCommitHash empty or 32 bytes, as the following hashes
 * @param dataHash over the transactions
 * @param validatorsHash of the set that decides this block
 * @param nextValidatorsHash of the set that decides the next
 * @param consensusHash over the consensus parameters
 * @param appHash 0 to 32 bytes
 * @param lastResultsHash over the results of the block before
 * @param evidenceHash over evidence of misbehaviour
 * @param proposerAddress 20 bytes
 */
public record Header(
        Version version,
        String chainId,
        long height,
        Instant time,
        BlockId lastBlockId,
        Bytes lastCommitHash,
        Bytes dataHash,
        Bytes validatorsHash,
        Bytes nextValidatorsHash,
        Bytes consensusHash,
        Bytes appHash,
        Bytes lastResultsHash,
        Bytes evidenceHash,
        Bytes proposerAddress) {

    /** Rules of blocks and of the application. */
    public record Version(long block, long app) {
        public Version {
            Checks.notNegative("version of blocks", block);
            Checks.notNegative("version of the application", app);
        }
    }

    public Header {
        Checks.visibleAscii("chain id", chainId, 50);
        Checks.range("height", height, 1, Long.MAX_VALUE);
        Checks.range("block time", time.getEpochSecond(), 0, Checks.LATEST_SECOND);
        List.of(
                        lastCommitHash,
                        dataHash,
                        validatorsHash,
                        nextValidatorsHash,
                        consensusHash,
                        lastResultsHash,
                        evidenceHash)
                .forEach(hash -> emptyOr32("a hash of a header", hash));
        Checks.range("length of an app hash", appHash.length(), 0, Bytes32.LENGTH);
        Checks.range(
                "length of a proposer's address",
                proposerAddress.length(),
                Validator.ADDRESS_LENGTH,
                Validator.ADDRESS_LENGTH);
    }

    static void emptyOr32(String field, Bytes hash) {
        if (hash.length() != 0 && hash.length() != Bytes32.LENGTH) {
            throw new IllegalArgumentException(field + " must have 32 bytes or none");
        }
    }

    /** The hash that votes are for: the RFC 6962 root over the fourteen fields, each encoded by itself. */
    public Bytes32 hash() {
        return MerkleTree.root(List.of(
                new WireWriter()
                        .varint(1, version.block())
                        .varint(2, version.app())
                        .done(),
                new WireWriter().text(1, chainId).done(),
                new WireWriter().varint(1, height).done(),
                WireWriter.time(time),
                lastBlockId.encode(),
                WireWriter.wrapped(lastCommitHash),
                WireWriter.wrapped(dataHash),
                WireWriter.wrapped(validatorsHash),
                WireWriter.wrapped(nextValidatorsHash),
                WireWriter.wrapped(consensusHash),
                WireWriter.wrapped(appHash),
                WireWriter.wrapped(lastResultsHash),
                WireWriter.wrapped(evidenceHash),
                WireWriter.wrapped(proposerAddress)));
    }
}
