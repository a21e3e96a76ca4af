package org.assent.receipt.chain;

import java.util.Arrays;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.bytes.Hash;
import org.assent.ledger.codec.Checks;

/**
 * Who votes.
 *
 * @param key Ed25519, 32 bytes
 * @param power from 1
 */
public record Validator(Bytes32 key, long power) {

    /** Length of an address in bytes. */
    static final int ADDRESS_LENGTH = 20;

    /** The most that the powers of a set may come to, as in CometBFT (types.MaxTotalVotingPower). */
    static final long MAX_POWER = Long.MAX_VALUE / 8;

    public Validator {
        Checks.range("power of a validator", power, 1, MAX_POWER);
    }

    /** The first 20 bytes of SHA-256 of the key. */
    public Bytes address() {
        return Bytes.of(Arrays.copyOf(Hash.sha256(key.toByteArray()).toByteArray(), ADDRESS_LENGTH));
    }

    /** SimpleValidator { 1: PublicKey { 1: ed25519 }, 2: power }. */
    byte[] encode() {
        return new WireWriter()
                .message(1, new WireWriter().bytes(1, key.toByteArray()).done())
                .varint(2, power)
                .done();
    }
}
