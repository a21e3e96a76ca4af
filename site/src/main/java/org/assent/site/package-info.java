/** One site: its folder, how its parts are put together, and how it is started and stopped. */
@NullMarked
package org.assent.site;

import org.jspecify.annotations.NullMarked;
