/** Tests of {@code patient}. */
@NullMarked
package org.assent.fhir.patient;

import org.jspecify.annotations.NullMarked;
