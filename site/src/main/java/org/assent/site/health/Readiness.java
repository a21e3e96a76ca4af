package org.assent.site.health;

/**
 * How a site is.
 *
 * @param ready whether it can do all of its work
 * @param organization short name of the organization
 * @param registered whether the organization stands on the ledger, not suspended
 * @param ledger its part of the ledger
 * @param stores what it writes to
 * @param anchors how far the ledger holds what the access log says
 */
public record Readiness(
        boolean ready, String organization, boolean registered, Ledger ledger, Stores stores, Anchors anchors) {

    /**
     * The anchors of the access log. That they are overdue does not make a site less ready, but is not in order.
     *
     * @param sequence of the newest, 0 for none
     * @param overdue whether entries wait for one for over an hour
     */
    public record Anchors(long sequence, boolean overdue) {}

    /**
     * The site's part of the ledger.
     *
     * @param nodeAlive whether its own node answers
     * @param height newest committed height that this site has seen
     * @param blockTime time of that block, ISO 8601 in UTC
     * @param lagSeconds age of that block by this site's clock
     * @param stale whether that age is over the members' bound, so that other organizations are refused
     * @param peers number of connected nodes of other sites
     * @param restrictionsHeldBack number of restrictions that this site has had for more than three blocks and that no proposer has taken
     *     up: somebody may hold them back; they bind here all the same
     * @param cannotStart whether its process tried to start and could not; {@code ./assent status} says why
     * @param damaged whether something in its state file was found broken while it is in use: it must be restored
     * @param disk how much its files take
     */
    public record Ledger(
            boolean nodeAlive,
            long height,
            String blockTime,
            long lagSeconds,
            boolean stale,
            int peers,
            int restrictionsHeldBack,
            boolean cannotStart,
            boolean damaged,
            Disk disk) {}

    /**
     * The disk that the ledger takes, against the operator's budget. Beyond it nothing is stopped, and a site is no less ready.
     *
     * @param bytes as of the last look
     * @param budgetBytes 0 if not known
     * @param level {@code UNKNOWN}, {@code WITHIN}, {@code NEAR} (beyond four fifths) or {@code OVER}
     */
    public record Disk(long bytes, long budgetBytes, String level) {}

    /**
     * What the site writes to.
     *
     * @param database whether its own tables answer
     * @param fhir whether the FHIR resources answer
     * @param accessLog whether the access log can be written
     * @param freeBytes room left for DICOM files
     */
    public record Stores(boolean database, boolean fhir, boolean accessLog, long freeBytes) {}
}
