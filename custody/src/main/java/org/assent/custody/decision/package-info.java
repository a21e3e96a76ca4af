/** The site's decision point: consents in force from the ledger, their content from custody, one answer for all servers. */
@NullMarked
package org.assent.custody.decision;

import org.jspecify.annotations.NullMarked;
