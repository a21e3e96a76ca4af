/** Tests of commitments. */
@NullMarked
package org.assent.ledger.commitment;

import org.jspecify.annotations.NullMarked;
