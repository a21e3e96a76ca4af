package org.assent.ledger.governance;

import java.util.Comparator;
import java.util.List;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.codec.Checks;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.signature.PublicKey;

/** What members can change together. A switch over it has no {@code default}. */
public sealed interface Change {

    /**
     * Who vouches for organizations from now on.
     *
     * @param accreditors sorted, 1 to 32, each once
     * @param threshold how many of them it takes, 1 to their number and at most {@value #MAX_THRESHOLD}: one envelope carries
     *     their signatures, and that of the organization that is registered
     */
    record SetAccreditors(List<PublicKey> accreditors, int threshold) implements Change {

        /** The most accreditors there can be. */
        public static final int MAX_ACCREDITORS = 32;

        /** The most that it can take. */
        public static final int MAX_THRESHOLD = 15;

        public SetAccreditors {
            Checks.size("accreditors", accreditors, 1, MAX_ACCREDITORS);
            Checks.distinct("accreditors", accreditors);
            accreditors = Checks.sorted(accreditors, Comparator.naturalOrder());
            Checks.range("threshold", threshold, 1, Math.min(MAX_THRESHOLD, accreditors.size()));
        }
    }

    /**
     * Makes a node a validator, changes its votes, or ends it as one.
     *
     * @param validator its Ed25519 public key, CometBFT's
     * @param organization whose it is; its profile lists the key, unless the validator is to end
     * @param power its votes, 0 to {@value ValidatorPower#MAX_POWER}; 0 ends it
     */
    record SetValidator(Bytes32 validator, OrganizationId organization, long power) implements Change {
        public SetValidator {
            Checks.range("power of a validator", power, 0, ValidatorPower.MAX_POWER);
        }
    }

    /** Other bounds, all of them. */
    record SetLimits(Limits limits) implements Change {}

    /** Other rules from a height on; it replaces an upgrade that was scheduled and not reached. */
    record ScheduleUpgrade(Upgrade upgrade) implements Change {}
}
