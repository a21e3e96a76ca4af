package org.assent.ledger.governance;

import java.util.Comparator;
import java.util.Optional;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.codec.Checks;
import org.assent.ledger.identity.OrganizationId;

/**
 * A validator of the chain.
 *
 * @param key its Ed25519 public key, CometBFT's
 * @param power its votes, 1 to {@value #MAX_POWER}
 * @param organization whose it is; empty for one that the chain began with and nobody has claimed
 */
public record ValidatorPower(Bytes32 key, long power, Optional<OrganizationId> organization)
        implements Comparable<ValidatorPower> {

    /** The most votes that one validator can have. */
    public static final long MAX_POWER = 1_000_000;

    /** The most validators that a chain can have. */
    public static final int MAX_VALIDATORS = 128;

    private static final Comparator<ValidatorPower> ORDER = Comparator.comparing(ValidatorPower::key);

    public ValidatorPower {
        Checks.range("power of a validator", power, 1, MAX_POWER);
    }

    /** By key, which a set holds once. */
    @Override
    public int compareTo(ValidatorPower other) {
        return ORDER.compare(this, other);
    }
}
