/** Tests of {@code share}. */
@NullMarked
package org.assent.fhir.share;

import org.jspecify.annotations.NullMarked;
