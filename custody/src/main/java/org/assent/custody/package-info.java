/** What a source knows beyond the ledger, and what it submits. */
@NullMarked
package org.assent.custody;

import org.jspecify.annotations.NullMarked;
