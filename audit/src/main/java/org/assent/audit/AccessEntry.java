package org.assent.audit;

import java.time.Instant;

/** One entry of the access log. Entries are numbered from 1 without gaps, in the order in which they were written. */
public sealed interface AccessEntry {

    /** Its number. */
    long sequence();

    /** When it was written, by the site's clock. */
    Instant at();

    /**
     * The first permitted request of an access. Durable before its first byte left.
     *
     * @param receiptId a random UUID; also names the access
     */
    record Opened(long sequence, Instant at, String receiptId, AccessFacts facts, LoggedDecision decision)
            implements AccessEntry {}

    /**
     * A further request under an open access. Written before its first byte left.
     *
     * @param receiptId a random UUID, of this request; its response named that of the opening
     * @param opening number of the entry that opened the access: its decision
     * @param requestId X-Request-Id
     * @param resource as in {@link AccessFacts}
     * @param query as in {@link AccessFacts}
     * @param peerAddress as in {@link AccessFacts}
     * @param height ledger height of this request's own decision
     */
    record Joined(
            long sequence,
            Instant at,
            String receiptId,
            long opening,
            String requestId,
            String resource,
            String query,
            String peerAddress,
            long height)
            implements AccessEntry {}

    /**
     * The end of an access.
     *
     * @param opening number of the entry that opened it
     * @param ending how it ended
     */
    record Closed(long sequence, Instant at, long opening, AccessCounts counts, Ending ending) implements AccessEntry {}

    /** A request that was refused or could not be decided. Durable before the answer left. */
    record Refused(long sequence, Instant at, String receiptId, AccessFacts facts, LoggedDecision decision)
            implements AccessEntry {}

    /**
     * A security event.
     *
     * @param id a random UUID
     */
    record Security(long sequence, Instant at, String id, SecurityEvent event) implements AccessEntry {}

    /** How an access ended. */
    enum Ending {
        /** Its time was over, or nothing had run under it for a while. */
        OVER,
        /** Its permission ended while it ran. */
        CUT,
        /** The site was stopped in good order. */
        STOPPED,
        /** The site ended without a word; written at the next start. */
        INTERRUPTED
    }
}
