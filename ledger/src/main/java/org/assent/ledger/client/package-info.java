/** How a site hands a transaction to the ledger and learns what became of it. */
@NullMarked
package org.assent.ledger.client;

import org.jspecify.annotations.NullMarked;
