/** What a site writes down about its own work: JSON lines without patients, tokens or messages of exceptions. */
@NullMarked
package org.assent.site.logging;

import org.jspecify.annotations.NullMarked;
