/** The decision: a pure function of the consents in force, the request, the implicit policy and the time. */
@NullMarked
package org.assent.decision;

import org.jspecify.annotations.NullMarked;
