/**
 * The commit stream over a Unix domain socket: what the web side of a site follows when the ledger has a process of its own.
 * Knows neither the rules nor the state store.
 */
@NullMarked
package org.assent.abci.stream;

import org.jspecify.annotations.NullMarked;
