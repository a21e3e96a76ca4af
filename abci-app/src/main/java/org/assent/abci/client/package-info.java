/** How the rest of a site uses its ledger: starting it, submitting to it, following it. */
@NullMarked
package org.assent.abci.client;

import org.jspecify.annotations.NullMarked;
