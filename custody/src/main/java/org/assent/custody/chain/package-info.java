/** What custody needs of the ledger: its committed state, signing for it, and waiting for it. */
@NullMarked
package org.assent.custody.chain;

import org.jspecify.annotations.NullMarked;
