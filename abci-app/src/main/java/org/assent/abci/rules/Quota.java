package org.assent.abci.rules;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.assent.ledger.governance.Limits;
import org.assent.ledger.state.OrganizationLeaf;

/**
 * What an organization may submit: so many units a second by block time, and so many saved up, as the members agreed ({@link
 * Limits}); whatever is signed for it or at it costs one, a study a fiftieth, a restriction nothing. In whole thousandths, so that
 * every node computes the same.
 */
final class Quota {

    /** The cost of a transaction. */
    static final long UNIT = 1_000;

    /** The cost of a study. */
    static final long STUDY = UNIT / 50;

    /** This part of what can be saved up is the reserve, at least a unit: five units of a thousand. */
    private static final long RESERVE_DIVISOR = 200;

    private Quota() {}

    /** Takes the cost from what the organization has at the time above the reserve; empty if that is less. */
    static Optional<OrganizationLeaf> charge(OrganizationLeaf leaf, long milliunits, Instant blockTime, Limits limits) {
        return take(leaf, milliunits, Math.max(UNIT, burst(limits) / RESERVE_DIVISOR), blockTime, limits);
    }

    /**
     * Takes the cost of a change of the organization itself, from the reserve too: whoever stole a transaction key can spend
     * everything else, and must not keep the root key from replacing it.
     */
    static Optional<OrganizationLeaf> chargeUpdate(OrganizationLeaf leaf, Instant blockTime, Limits limits) {
        return take(leaf, UNIT, 0, blockTime, limits);
    }

    private static Optional<OrganizationLeaf> take(
            OrganizationLeaf leaf, long milliunits, long staying, Instant blockTime, Limits limits) {
        Instant now = at(blockTime);
        long burst = burst(limits);
        // a unit a second is a thousandth a millisecond
        long passed = Math.clamp(Duration.between(leaf.quotaAt(), now).toMillis(), 0, burst);
        long available = Math.min(burst, leaf.quotaMilliunits() + passed * limits.quotaPerSecond());
        if (available - staying < milliunits) {
            return Optional.empty();
        }
        return Optional.of(leaf.withQuota(available - milliunits, now));
    }

    /** What can be saved up, and what a new organization has, in thousandths. */
    static long burst(Limits limits) {
        return limits.quotaBurst() * UNIT;
    }

    /** The block time as leaves keep it: whole milliseconds. */
    static Instant at(Instant blockTime) {
        return blockTime.truncatedTo(ChronoUnit.MILLIS);
    }
}
