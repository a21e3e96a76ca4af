/** Tests of how one rule is read. */
@NullMarked
package org.assent.decision.evaluation;

import org.jspecify.annotations.NullMarked;
