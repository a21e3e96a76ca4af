/** What the demo takes and prints. */
@NullMarked
package org.assent.site.demo;

import org.jspecify.annotations.NullMarked;
