/** How a site and its ledger are, for the person who operates it; asked of loopback, free of secrets and of patients. */
@NullMarked
package org.assent.site.status;

import org.jspecify.annotations.NullMarked;
