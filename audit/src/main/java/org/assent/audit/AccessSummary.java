package org.assent.audit;

import java.time.Instant;
import java.util.Optional;

/**
 * One access as the access history shows it: given as soon as it is opened, again while it grows, and once more when it is
 * over. Each replaces the one before.
 *
 * @param id names the access: the receipt id of its first request, a UUID
 * @param sequence number of the entry that opened it
 * @param openedAt when
 * @param facts of its first request
 * @param decision that it rests on
 * @param counts what left; while it is open, every request counts as unfinished and nothing else is known
 * @param ended when and how it ended; empty while it is open
 */
public record AccessSummary(
        String id,
        long sequence,
        Instant openedAt,
        AccessFacts facts,
        LoggedDecision decision,
        AccessCounts counts,
        Optional<End> ended)
        implements TrailEvent {

    /** The end of an access. */
    public record End(Instant at, AccessEntry.Ending how) {}
}
