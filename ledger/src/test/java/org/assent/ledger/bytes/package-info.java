/** Tests of hashing and Merkle trees. */
@NullMarked
package org.assent.ledger.bytes;

import org.jspecify.annotations.NullMarked;
