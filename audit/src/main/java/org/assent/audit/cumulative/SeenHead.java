package org.assent.audit.cumulative;

import org.assent.ledger.bytes.Bytes32;

/**
 * What a patient's client keeps of a log that it has checked, to find a later rewrite.
 *
 * @param logKey under which the subject was in the map; another one later would be a second, hidden chain
 * @param count number of entries then
 * @param head hash of the chain after them
 * @param sequence of the anchor
 */
public record SeenHead(Bytes32 logKey, long count, Bytes32 head, long sequence) {}
