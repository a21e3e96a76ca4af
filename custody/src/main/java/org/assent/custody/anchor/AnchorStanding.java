package org.assent.custody.anchor;

import java.time.Instant;
import java.util.Optional;

/**
 * How far the ledger holds what the access log says.
 *
 * @param sequence of the newest anchor, 0 for none
 * @param unanchoredSince when the first entry came that no anchor holds; empty if there is none
 * @param overdue whether that is longer ago than it may be
 */
public record AnchorStanding(long sequence, Optional<Instant> unanchoredSince, boolean overdue) {}
