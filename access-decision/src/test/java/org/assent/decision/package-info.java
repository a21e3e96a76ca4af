/** Tests of the decision: vectors as files, an independent model, canonical terms. */
@NullMarked
package org.assent.decision;

import org.jspecify.annotations.NullMarked;
