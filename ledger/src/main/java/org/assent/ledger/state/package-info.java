/** The leaves of the authenticated map and their canonical bytes. */
@NullMarked
package org.assent.ledger.state;

import org.jspecify.annotations.NullMarked;
