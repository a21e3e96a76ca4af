/** Who asks for what, and why. */
@NullMarked
package org.assent.decision.request;

import org.jspecify.annotations.NullMarked;
