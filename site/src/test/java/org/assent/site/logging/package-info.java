/** What the log must not say. */
@NullMarked
package org.assent.site.logging;

import org.jspecify.annotations.NullMarked;
