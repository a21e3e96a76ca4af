package org.assent.ledger.stream;

import java.time.Instant;
import org.assent.ledger.bytes.Bytes32;

/** Follows the ledger. Calls come from one thread, in order; a call that returns has been taken. */
public interface CommitFollower {

    /**
     * Everything that was known is void: the whole state at a height follows, leaf by leaf, through
     * {@link #leaf(ChangedLeaf)}, ended by {@link #endOfState()}.
     */
    void beginState(long height, Instant time, Bytes32 appHash);

    /** One leaf of the whole state. */
    void leaf(ChangedLeaf leaf);

    /** The whole state has been given. */
    void endOfState();

    /** The next block. */
    void committed(CommittedBlock block);
}
