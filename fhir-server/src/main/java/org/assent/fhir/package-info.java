/** The FHIR R4 server of a site: clinical resources, consents, the access history; narrowed by the decision. */
@NullMarked
package org.assent.fhir;

import org.jspecify.annotations.NullMarked;
