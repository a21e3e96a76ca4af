package org.assent.audit.cumulative;

import org.assent.ledger.bytes.Bytes32;

/**
 * An anchor that was about to be submitted.
 *
 * @param sequence of the anchor
 * @param position number of the last entry of the durable log under its root
 * @param root of the map
 */
record AnchorAttempt(long sequence, long position, Bytes32 root) {}
