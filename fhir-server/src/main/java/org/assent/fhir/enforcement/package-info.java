/** Who may see and write what: one table of types, one narrowing, one answer for what is denied and what is missing. */
@NullMarked
package org.assent.fhir.enforcement;

import org.jspecify.annotations.NullMarked;
