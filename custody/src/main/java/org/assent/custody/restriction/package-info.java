/** Restrictions that somebody signed elsewhere and handed to this site: they bind here before the ledger has them. */
@NullMarked
package org.assent.custody.restriction;

import org.jspecify.annotations.NullMarked;
