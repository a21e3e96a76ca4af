/** What somebody learns who has the whole chain and a dictionary of everybody and everything (ledger property L5). */
@NullMarked
package org.assent.abci.privacy;

import org.jspecify.annotations.NullMarked;
