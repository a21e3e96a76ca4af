/** Tests of canonical transactions. */
@NullMarked
package org.assent.ledger.transaction;

import org.jspecify.annotations.NullMarked;
