/** The compact sparse Merkle tree over the state: hashing, proofs of presence and absence. */
@NullMarked
package org.assent.ledger.tree;

import org.jspecify.annotations.NullMarked;
