/** What can be asked of the ledger, its canonical bytes, and the numbered reasons for refusing it. */
@NullMarked
package org.assent.ledger.transaction;

import org.jspecify.annotations.NullMarked;
