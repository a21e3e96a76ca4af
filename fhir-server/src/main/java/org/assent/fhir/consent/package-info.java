/** FHIR Consents: checked, compiled to terms, put on the ledger, and only then stored. */
@NullMarked
package org.assent.fhir.consent;

import org.jspecify.annotations.NullMarked;
