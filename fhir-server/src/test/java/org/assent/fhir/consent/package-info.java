/** Tests of {@code consent}. */
@NullMarked
package org.assent.fhir.consent;

import org.jspecify.annotations.NullMarked;
