/** Whole sites in one process: ledger, keys, both ports, real filters and real tokens. */
@NullMarked
package org.assent.authorization.network;

import org.jspecify.annotations.NullMarked;
