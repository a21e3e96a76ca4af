/** Tests of {@code audit}. */
@NullMarked
package org.assent.fhir.audit;

import org.jspecify.annotations.NullMarked;
