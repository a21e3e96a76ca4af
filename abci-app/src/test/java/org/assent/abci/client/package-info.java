/** Runs the ledger with real nodes, where the node has been built. */
@NullMarked
package org.assent.abci.client;

import org.jspecify.annotations.NullMarked;
