/** Tests of the projection. */
@NullMarked
package org.assent.ledger.stream;

import org.jspecify.annotations.NullMarked;
