/** Proofs from the access log, for the privacy officer and through them for patients. */
@NullMarked
package org.assent.site.accesslog;

import org.jspecify.annotations.NullMarked;
