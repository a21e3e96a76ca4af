package org.assent.abci.app;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assent.abci.wire.ValidatorUpdate;
import org.assent.abci.wire.chain.PublicKey;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.state.GovernanceLeaf;

/** How a change of the members' rules changes the node's validators: in force two blocks later (CometBFT). */
final class ValidatorChanges {

    private ValidatorChanges() {}

    /** The validators whose votes differ, sorted by key; power 0 for those that are none any more. */
    static List<ValidatorUpdate> between(GovernanceLeaf before, GovernanceLeaf after) {
        Map<Bytes32, Long> old = powers(before);
        Map<Bytes32, Long> now = powers(after);
        List<ValidatorUpdate> updates = new ArrayList<>();
        Map<Bytes32, Long> all = new TreeMap<>(old);
        all.putAll(now);
        for (Bytes32 key : all.keySet()) {
            long power = now.getOrDefault(key, 0L);
            if (power != old.getOrDefault(key, 0L)) {
                updates.add(update(key, power));
            }
        }
        return updates;
    }

    private static Map<Bytes32, Long> powers(GovernanceLeaf governance) {
        Map<Bytes32, Long> powers = new TreeMap<>();
        governance.validators().forEach(validator -> powers.put(validator.key(), validator.power()));
        return powers;
    }

    private static ValidatorUpdate update(Bytes32 key, long power) {
        return ValidatorUpdate.newBuilder()
                .setPubKey(PublicKey.newBuilder().setEd25519(ByteString.copyFrom(key.toByteArray())))
                .setPower(power)
                .build();
    }
}
