/** Tests of {@code imagingstudy}. */
@NullMarked
package org.assent.fhir.imagingstudy;

import org.jspecify.annotations.NullMarked;
