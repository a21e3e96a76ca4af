/** Tests of {@code jpa}. */
@NullMarked
package org.assent.fhir.jpa;

import org.jspecify.annotations.NullMarked;
