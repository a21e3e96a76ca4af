/** The script {@code ./assent} itself: what it finds, says and refuses. */
@NullMarked
package org.assent.site.script;

import org.jspecify.annotations.NullMarked;
