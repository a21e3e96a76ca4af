/** What each committed block changed, in order, for everything that follows the ledger. */
@NullMarked
package org.assent.ledger.stream;

import org.jspecify.annotations.NullMarked;
