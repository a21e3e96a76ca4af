package org.assent.receipt.chain;

import java.time.Instant;
import java.util.List;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.codec.Checks;

/**
 * The precommits that made a block final (spec/core/data_structures.md, Commit), as far as they are for the block and are
 * shown: absent ones and those for nil prove nothing and are left out.
 *
 * @param round in which it was decided, from 0
 * @param parts of the block's id; its hash is the header's
 * @param votes by position of the validator in its set, ascending, each once, 1 to 1,000
 */
public record Commit(int round, BlockId.Parts parts, List<Vote> votes) {

    /**
     * One precommit for the block.
     *
     * @param validator its position in the set, from 0
     * @param time the validator's own
     * @param signature Ed25519, 64 bytes
     */
    public record Vote(int validator, Instant time, Bytes signature) {
        public Vote {
            Checks.notNegative("position of a validator", validator);
            Checks.range("time of a vote", time.getEpochSecond(), 0, Checks.LATEST_SECOND);
            Checks.range("length of a vote's signature", signature.length(), 64, 64);
        }
    }

    public Commit {
        Checks.notNegative("round", round);
        Checks.size("votes", votes, 1, ValidatorSet.MAX_VALIDATORS);
        votes = List.copyOf(votes);
        for (int i = 1; i < votes.size(); i++) {
            if (votes.get(i - 1).validator() >= votes.get(i).validator()) {
                throw new IllegalArgumentException("votes must be sorted by validator, each once");
            }
        }
    }

    /** What a validator signed: CanonicalVote of a precommit, after its length (spec/core/encoding.md). */
    byte[] signBytes(Header header, BlockId block, Vote vote) {
        return new WireWriter()
                .varint(1, PRECOMMIT)
                .fixed64(2, header.height())
                .fixed64(3, round)
                .message(4, block.encode())
                .message(5, WireWriter.time(vote.time()))
                .text(6, header.chainId())
                .delimited();
    }

    private static final int PRECOMMIT = 2;
}
