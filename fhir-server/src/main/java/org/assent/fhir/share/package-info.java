/** Share packages: what a consent opens, sent to its recipients and received from sources. */
@NullMarked
package org.assent.fhir.share;

import org.jspecify.annotations.NullMarked;
