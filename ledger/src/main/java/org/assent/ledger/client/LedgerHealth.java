package org.assent.ledger.client;

import java.time.Instant;
import java.util.Optional;

/**
 * How the ledger is, as one site sees it.
 *
 * @param nodeAlive whether the site's own node answers
 * @param height newest committed height, 0 before the first
 * @param blockTime time of that block; {@link Instant#EPOCH} before the first
 * @param stale whether that block is older than the staleness bound
 * @param peers number of connected nodes of other sites
 * @param heldBack number of restrictions that this site has had for more than three blocks and that no proposer has taken up
 * @param storage how its files are
 */
public record LedgerHealth(
        boolean nodeAlive, long height, Instant blockTime, boolean stale, int peers, int heldBack, Storage storage) {

    /** Where nothing is known of the files. */
    public LedgerHealth(boolean nodeAlive, long height, Instant blockTime, boolean stale, int peers, int heldBack) {
        this(nodeAlive, height, blockTime, stale, peers, heldBack, Storage.UNKNOWN);
    }

    /**
     * The ledger's files.
     *
     * @param bytes what they take of the disk, as of the last look
     * @param budgetBytes what the operator allows them; 0 if that is not known
     * @param damage what was found broken in the state file while it is in use; empty if nothing was
     */
    public record Storage(long bytes, long budgetBytes, Optional<String> damage) {

        /** Before the first look. */
        public static final Storage UNKNOWN = new Storage(0, 0, Optional.empty());
    }
}
