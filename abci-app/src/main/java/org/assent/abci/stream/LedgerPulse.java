package org.assent.abci.stream;

import java.time.Duration;
import java.time.Instant;
import org.assent.abci.node.NodeHealth;
import org.assent.ledger.client.LedgerHealth;

/**
 * What a ledger process says of itself every second.
 *
 * @param height newest durable height, 0 before the first
 * @param time of that block
 * @param stalenessBound age of the newest block beyond which the chain counts as stale, as the members agreed; whole seconds
 * @param node how its node is
 * @param heldBack number of restrictions that it has had for more than three blocks and that no proposer has taken up
 * @param storage how its files are
 */
public record LedgerPulse(
        long height,
        Instant time,
        Duration stalenessBound,
        NodeHealth node,
        int heldBack,
        LedgerHealth.Storage storage) {}
