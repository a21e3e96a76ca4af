/** What this server says of itself. */
@NullMarked
package org.assent.fhir.metadata;

import org.jspecify.annotations.NullMarked;
