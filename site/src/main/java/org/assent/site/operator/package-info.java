/** Commands that change a running site from its own machine, as its operator. */
@NullMarked
package org.assent.site.operator;

import org.jspecify.annotations.NullMarked;
