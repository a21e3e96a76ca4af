package org.assent.abci.app;

import com.google.protobuf.ByteString;
import java.util.Optional;
import org.assent.abci.wire.MisbehaviorType;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.bytes.Hash;
import org.assent.ledger.governance.ValidatorPower;
import org.assent.ledger.state.GovernanceLeaf;

/**
 * What a block says of a validator that misbehaved: it signed two blocks of one height, or attacked light clients (CometBFT,
 * evidence).
 *
 * @param address the first 20 bytes of SHA-256 of its key
 * @param height at which it did
 * @param type what it did
 */
record Evidence(ByteString address, long height, MisbehaviorType type) {

    private static final int ADDRESS_LENGTH = 20;

    /** The validator that it names, if it still is one. */
    Optional<ValidatorPower> validator(GovernanceLeaf governance) {
        return governance.validators().stream()
                .filter(validator -> addressOf(validator.key()).equals(address))
                .findFirst();
    }

    /** CometBFT's address of a validator. */
    static ByteString addressOf(Bytes32 key) {
        return ByteString.copyFrom(Hash.sha256(key.toByteArray()).toByteArray(), 0, ADDRESS_LENGTH);
    }
}
