/** What {@code ./assent status} says. */
@NullMarked
package org.assent.site.status;

import org.jspecify.annotations.NullMarked;
