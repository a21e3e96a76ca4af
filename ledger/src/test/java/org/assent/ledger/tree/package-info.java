/** Tests of the state tree's proofs. */
@NullMarked
package org.assent.ledger.tree;

import org.jspecify.annotations.NullMarked;
