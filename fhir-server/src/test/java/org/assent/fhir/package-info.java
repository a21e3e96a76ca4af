/** Tests of the FHIR server as a whole. */
@NullMarked
package org.assent.fhir;

import org.jspecify.annotations.NullMarked;
