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
 */
public record LedgerHealth(boolean nodeAlive, long height, Instant blockTime, boolean stale, int peers) {}
