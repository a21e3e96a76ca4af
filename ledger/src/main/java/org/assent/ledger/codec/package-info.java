/** Canonical bytes: one encoding for each value, limits checked, anything else refused. */
@NullMarked
package org.assent.ledger.codec;

import org.jspecify.annotations.NullMarked;
