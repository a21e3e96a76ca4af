package org.assent.abci.stream;

import java.time.Instant;
import java.util.List;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.stream.ChangedLeaf;
import org.assent.ledger.stream.TransactionResult;

/** One frame of the commit stream ({@code assent/stream/stream.proto} has the bytes). */
sealed interface StreamFrame {

    /** First frame of a follower; with {@code recent} no height, but as many earlier blocks as are kept. */
    record Follow(String chainId, long afterHeight, boolean recent) implements StreamFrame {}

    /** A follower lives, and has taken this height. */
    record Taken(long height) implements StreamFrame {}

    /** The follower is served. */
    record Welcome(String chainId, long newestHeight) implements StreamFrame {}

    /** The follower is not served. */
    record Refused(StreamRefusal reason, String text) implements StreamFrame {}

    /** The ledger process lives. */
    record Alive(LedgerPulse pulse) implements StreamFrame {}

    /** The whole state follows. */
    record BeginState(long height, Instant time, Bytes32 appHash) implements StreamFrame {}

    /** A part of the state or of a block's changes. */
    record Leaves(List<ChangedLeaf> leaves) implements StreamFrame {}

    /** The whole state has been given. */
    record EndOfState(long height) implements StreamFrame {}

    /** A block follows, with so many changes and results. */
    record BeginBlock(long height, Instant time, Bytes32 appHash, int changes, int results) implements StreamFrame {}

    /** A part of a block's results. */
    record Results(List<TransactionResult> results) implements StreamFrame {}

    /** The block has been given. */
    record EndOfBlock(long height) implements StreamFrame {}
}
