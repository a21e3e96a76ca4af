package org.assent.ledger.stream;

import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.state.LeafKey;

/**
 * A leaf as a block left it.
 *
 * @param key which leaf
 * @param value its canonical bytes, the ones that are hashed
 * @param annex what the value commits to but does not contain: the open consents of a subject, canonical; else empty
 */
public record ChangedLeaf(LeafKey key, Bytes value, Bytes annex) {}
