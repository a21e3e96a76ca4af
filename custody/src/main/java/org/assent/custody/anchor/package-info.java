/** Fixing on the ledger what the site's access log says. */
@NullMarked
package org.assent.custody.anchor;

import org.jspecify.annotations.NullMarked;
