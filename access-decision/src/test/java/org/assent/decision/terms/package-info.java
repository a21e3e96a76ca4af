/** Tests of canonical terms. */
@NullMarked
package org.assent.decision.terms;

import org.jspecify.annotations.NullMarked;
