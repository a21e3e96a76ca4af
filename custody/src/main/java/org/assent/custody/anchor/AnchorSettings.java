package org.assent.custody.anchor;

import java.time.Duration;

/**
 * When the access log is anchored.
 *
 * @param interval after which a change is anchored, 1 s or longer
 * @param entries number of new entries after which it is anchored at once, 1 or more
 * @param overdue after which a change that is not anchored is told
 */
public record AnchorSettings(Duration interval, long entries, Duration overdue) {

    /** 60 s, 10,000 entries, an hour. */
    public static final AnchorSettings DEFAULT =
            new AnchorSettings(Duration.ofSeconds(60), 10_000, Duration.ofHours(1));

    public AnchorSettings {
        if (interval.compareTo(Duration.ofSeconds(1)) < 0 || entries < 1 || overdue.compareTo(interval) < 0) {
            throw new IllegalArgumentException("anchoring every " + interval + " or " + entries
                    + " entries, overdue after " + overdue + ", is not possible");
        }
    }

    /** The same with another interval. */
    public AnchorSettings every(Duration newInterval) {
        return new AnchorSettings(newInterval, entries, overdue);
    }
}
