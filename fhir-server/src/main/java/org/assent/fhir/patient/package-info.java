/** The local Patients of studies and EHRs. */
@NullMarked
package org.assent.fhir.patient;

import org.jspecify.annotations.NullMarked;
