@NullMarked
package org.assent.site.joining;

import org.jspecify.annotations.NullMarked;
