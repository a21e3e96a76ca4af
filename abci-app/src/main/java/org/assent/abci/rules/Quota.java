package org.assent.abci.rules;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.assent.ledger.state.OrganizationLeaf;

/**
 * What an organization may submit: 50 units a second by block time, at most 1,000 saved up; a consent or an enrolment costs
 * one, a study a fiftieth, a restriction nothing. In whole thousandths, so that every node computes the same.
 */
final class Quota {

    /** The cost of a consent or an enrolment. */
    static final long UNIT = 1_000;

    /** The cost of a study. */
    static final long STUDY = UNIT / 50;

    /** What can be saved up, and what a new organization has. */
    static final long BURST = 1_000 * UNIT;

    private static final long REFILL_PER_MILLI = 50 * UNIT / 1_000;
    private static final long MILLIS_TO_FULL = BURST / REFILL_PER_MILLI;

    private Quota() {}

    /** Takes the cost from what the organization has at the time; empty if that is less. */
    static Optional<OrganizationLeaf> charge(OrganizationLeaf leaf, long milliunits, Instant blockTime) {
        Instant now = at(blockTime);
        long passed = Math.clamp(Duration.between(leaf.quotaAt(), now).toMillis(), 0, MILLIS_TO_FULL);
        long available = Math.min(BURST, leaf.quotaMilliunits() + passed * REFILL_PER_MILLI);
        if (available < milliunits) {
            return Optional.empty();
        }
        return Optional.of(new OrganizationLeaf(
                leaf.profile(), leaf.revision(), leaf.suspended(), leaf.emergencies(), available - milliunits, now));
    }

    /** The block time as leaves keep it: whole milliseconds. */
    static Instant at(Instant blockTime) {
        return blockTime.truncatedTo(ChronoUnit.MILLIS);
    }
}
