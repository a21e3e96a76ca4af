/** What {@code ./assent status} says. */
@NullMarked
package org.assent.site.health;

import org.jspecify.annotations.NullMarked;
