package org.assent.ledger.client;

import java.time.Instant;

/**
 * How the ledger is, as one site sees it.
 *
 * @param nodeAlive whether the site's own node answers
 * @param height newest committed height, 0 before the first
 * @param blockTime time of that block; {@link Instant#EPOCH} before the first
 * @param stale whether that block is older than the staleness bound
 * @param peers number of connected nodes of other sites
 * @param heldBack number of restrictions that this site has had for more than three blocks and that no proposer has taken up
 */
public record LedgerHealth(boolean nodeAlive, long height, Instant blockTime, boolean stale, int peers, int heldBack) {}
