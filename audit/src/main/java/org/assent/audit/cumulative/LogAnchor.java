package org.assent.audit.cumulative;

import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.tree.StateProof;

/**
 * An anchor as the ledger holds it, with its path.
 *
 * @param height whose state holds it; its app hash stands in the header of the next
 * @param leaf canonical bytes of the AccessLog leaf
 * @param path from the app hash to the leaf
 */
public record LogAnchor(long height, Bytes leaf, StateProof path) {}
