/** Tests of {@code metadata}. */
@NullMarked
package org.assent.fhir.metadata;

import org.jspecify.annotations.NullMarked;
