package org.assent.ledger.governance;

import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.codec.Checks;

/**
 * Evidence that a validator misbehaved, as the chain took it up.
 *
 * @param validator its Ed25519 public key
 * @param height at which it did
 * @param removed whether it lost its votes for it; not if fewer than four validators would have been left
 */
public record Offence(Bytes32 validator, long height, boolean removed) {

    /** How many of the newest are kept. */
    public static final int KEPT = 16;

    public Offence {
        Checks.range("height of an offence", height, 1, Long.MAX_VALUE);
    }
}
