/** {@code ./assent doctor}: looks at a machine and a site's folder before the start, and says what is amiss and what helps. */
@NullMarked
package org.assent.site.doctor;

import org.jspecify.annotations.NullMarked;
