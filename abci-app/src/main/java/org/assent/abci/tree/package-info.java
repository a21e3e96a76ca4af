/** The authenticated map on a versioned node store: reading, changing, proving, and one durable commit per block. */
@NullMarked
package org.assent.abci.tree;

import org.jspecify.annotations.NullMarked;
