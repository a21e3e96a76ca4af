package org.assent.abci.rules;

import java.time.Instant;

/**
 * What a rule may know of the block beside the state.
 *
 * @param height of the block that the transaction is in, or would be in
 * @param time the block's time, the only clock there is
 */
public record BlockContext(long height, Instant time) {}
