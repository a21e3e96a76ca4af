/** The write-ahead access log: who got what, on which decision, before the first byte left. */
@NullMarked
package org.assent.audit;

import org.jspecify.annotations.NullMarked;
