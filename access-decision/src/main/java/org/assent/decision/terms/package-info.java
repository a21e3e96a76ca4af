/** What a consent says, compiled to ordered rules, and its canonical bytes. */
@NullMarked
package org.assent.decision.terms;

import org.jspecify.annotations.NullMarked;
