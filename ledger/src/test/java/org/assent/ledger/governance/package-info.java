/** Tests of what members change together. */
@NullMarked
package org.assent.ledger.governance;

import org.jspecify.annotations.NullMarked;
