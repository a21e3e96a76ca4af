/** The names things have on the ledger: opaque, and telling nothing about whom they name. */
@NullMarked
package org.assent.ledger.identity;

import org.jspecify.annotations.NullMarked;
