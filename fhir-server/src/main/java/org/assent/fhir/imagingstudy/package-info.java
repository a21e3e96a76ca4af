/** The ImagingStudy resources of studies held here. */
@NullMarked
package org.assent.fhir.imagingstudy;

import org.jspecify.annotations.NullMarked;
