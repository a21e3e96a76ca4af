package org.assent.receipt.chain;

import java.time.Instant;
import java.util.List;
import org.assent.ledger.bytes.Bytes;

/** What a validator of a test signs. */
public final class SignBytes {

    private SignBytes() {}

    /** For a vote at the time. */
    public static byte[] of(Header header, int round, BlockId.Parts parts, Instant time) {
        Commit.Vote vote = new Commit.Vote(0, time, Bytes.of(new byte[64]));
        return new Commit(round, parts, List.of(vote))
                .signBytes(header, new BlockId(Bytes.of(header.hash().toByteArray()), parts), vote);
    }
}
