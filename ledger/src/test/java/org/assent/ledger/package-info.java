/** Tests of the ledger as a whole: what it may know, and its published vectors. */
@NullMarked
package org.assent.ledger;

import org.jspecify.annotations.NullMarked;
