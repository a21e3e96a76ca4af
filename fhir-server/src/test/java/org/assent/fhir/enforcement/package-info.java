/** Tests of enforcement. */
@NullMarked
package org.assent.fhir.enforcement;

import org.jspecify.annotations.NullMarked;
