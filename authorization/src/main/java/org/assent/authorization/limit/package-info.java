/** Bounds on how often somebody may ask. */
@NullMarked
package org.assent.authorization.limit;

import org.jspecify.annotations.NullMarked;
