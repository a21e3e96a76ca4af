package org.assent.ledger.governance;

import java.time.Duration;
import org.assent.ledger.codec.Checks;

/**
 * The bounds that members agree on.
 *
 * @param stalenessBound whole seconds, 1 to 3,600: age of the newest block beyond which a site answers no other organization
 * @param quotaPerSecond units that an organization gains each second of block time, 1 to 10,000
 * @param quotaBurst units that it can save up, 1 to 1,000,000
 * @param consentsPerDay Consents that are recorded for one subject on one day of block time, 1 to 10,000
 * @param emergenciesPerDay emergencies that one organization declares on one day of block time, 0 to 10,000
 */
public record Limits(
        Duration stalenessBound, int quotaPerSecond, int quotaBurst, int consentsPerDay, int emergenciesPerDay) {

    /** What holds unless the members choose otherwise. */
    public static final Limits DEFAULT = new Limits(Duration.ofSeconds(30), 50, 1_000, 50, 20);

    public Limits {
        Checks.range("staleness bound in seconds", stalenessBound.toSeconds(), 1, 3_600);
        Checks.range("nanoseconds of the staleness bound", stalenessBound.toNanosPart(), 0, 0);
        Checks.range("quota a second", quotaPerSecond, 1, 10_000);
        Checks.range("quota burst", quotaBurst, 1, 1_000_000);
        Checks.range("Consents a day", consentsPerDay, 1, 10_000);
        Checks.range("emergencies a day", emergenciesPerDay, 0, 10_000);
    }

    /** The same with another staleness bound. */
    public Limits withStalenessBound(Duration bound) {
        return new Limits(bound, quotaPerSecond, quotaBurst, consentsPerDay, emergenciesPerDay);
    }
}
