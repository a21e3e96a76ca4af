/** How FHIR resources say where they stand on the ledger: anchors and Provenance. */
@NullMarked
package org.assent.fhir.ledger;

import org.jspecify.annotations.NullMarked;
