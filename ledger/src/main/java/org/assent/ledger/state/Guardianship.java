package org.assent.ledger.state;

import java.time.Duration;
import org.assent.ledger.codec.Checks;

/**
 * Who may freeze a subject and recover its lost key.
 *
 * @param policy by whom
 * @param threshold how many guardians it takes: 1 to their number with {@code KEYS}, else 0
 * @param delay whole seconds, 1 to 90 days: for how long a recovery can be vetoed before it takes effect
 */
public record Guardianship(Policy policy, int threshold, Duration delay) {

    /** Who the guardians are; the order is part of the format. */
    public enum Policy {
        /** The source, by its transaction key. */
        SOURCE,
        /** The keys of authority GUARDIAN in the subject's leaf. */
        KEYS,
        /** Nobody: a lost key stays lost. */
        NONE
    }

    /** The source is the guardian, seven days. */
    public static final Guardianship DEFAULT = new Guardianship(Policy.SOURCE, 0, Duration.ofDays(7));

    public Guardianship {
        Checks.range("delay of a recovery in seconds", delay.toSeconds(), 86_400, 90 * 86_400);
        Checks.range("nanoseconds of the delay of a recovery", delay.toNanosPart(), 0, 0);
        Checks.range("threshold of guardians", threshold, policy == Policy.KEYS ? 1 : 0, policy == Policy.KEYS ? 8 : 0);
    }

    /**
     * Checks the number of guardians' keys.
     *
     * @throws IllegalArgumentException if there are fewer than it takes, or any where the policy has none
     */
    public void checkFits(int guardians) {
        if (policy == Policy.KEYS) {
            Checks.range("threshold of guardians", threshold, 1, guardians);
        } else {
            Checks.range("number of guardians", guardians, 0, 0);
        }
    }
}
