package org.assent.abci.app;

import com.google.protobuf.ByteString;
import org.assent.abci.wire.MisbehaviorType;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.governance.Upgrade;

/** What happens in a block beside its transactions, for who follows the node's events. It names keys and heights, nobody. */
sealed interface BlockEvent {

    /** What became of evidence. */
    enum Consequence {
        /** The validator lost its votes. */
        REMOVED,
        /** It kept them, since too few would be left; members decide. */
        RECORDED,
        /** It has none (any more). */
        NO_VALIDATOR
    }

    /**
     * Evidence that a validator misbehaved.
     *
     * @param address CometBFT's: the first 20 bytes of SHA-256 of its key
     * @param height at which it did
     */
    record Misbehaviour(ByteString address, long height, MisbehaviorType type, Consequence consequence)
            implements BlockEvent {}

    /**
     * A validator lost its votes by evidence.
     *
     * @param validator its Ed25519 key
     * @param height at which it misbehaved
     */
    record ValidatorRemoved(Bytes32 validator, long height) implements BlockEvent {}

    /** Members agreed on the height from which other rules hold, in this block. */
    record UpgradeScheduled(Upgrade upgrade) implements BlockEvent {}

    /** The height has come: the rules are other ones from this block's first transaction. */
    record Upgraded(long height, int rulesVersion) implements BlockEvent {}
}
