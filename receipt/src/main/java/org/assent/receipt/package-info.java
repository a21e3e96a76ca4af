/** Receipts of decisions: what a source signs, the evidence for it, and how anyone checks both. */
@NullMarked
package org.assent.receipt;

import org.jspecify.annotations.NullMarked;
