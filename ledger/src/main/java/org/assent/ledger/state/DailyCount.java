package org.assent.ledger.state;

import java.time.Instant;
import org.assent.ledger.codec.Checks;

/**
 * How many there were on one day of block time, UTC: Consents of a subject, emergencies of an organization. Like every counter
 * of a leaf it is only compared when it is read; nothing is swept at midnight.
 *
 * @param day days since 1970-01-01; 0 before the first
 * @param count how many on that day, 0 to 10,000
 */
public record DailyCount(int day, int count) {

    /** The most that is counted. */
    public static final int MOST = 10_000;

    /** Nothing was counted yet. */
    public static final DailyCount NONE = new DailyCount(0, 0);

    private static final long SECONDS_A_DAY = 86_400;

    public DailyCount {
        Checks.range("day of a count", day, 0, Integer.MAX_VALUE);
        Checks.range("number of a day", count, 0, MOST);
    }

    /** Whether one more at this block time would be more than the limit, 0 to {@value #MOST}, allows. */
    public boolean isSpentAt(Instant blockTime, int limit) {
        return (day == dayOf(blockTime) ? count : 0) >= limit;
    }

    /** One more at this block time. */
    public DailyCount oneMoreAt(Instant blockTime) {
        int today = dayOf(blockTime);
        return new DailyCount(today, day == today ? count + 1 : 1);
    }

    private static int dayOf(Instant blockTime) {
        return Math.toIntExact(Math.floorDiv(blockTime.getEpochSecond(), SECONDS_A_DAY));
    }
}
