/** Studies held here: registering them on the ledger, and the openings of their commitments. */
@NullMarked
package org.assent.custody.study;

import org.jspecify.annotations.NullMarked;
