package org.assent.fhir.consent;

import org.hl7.fhir.r4.model.Consent;

/** What a write of a Consent ends with, if it is not refused. */
sealed interface ConsentAnswer {

    /** Final and stored: 201 or 200. */
    record Stored(Consent consent, boolean created) implements ConsentAnswer {}

    /** Taken, and not final yet: 202. */
    record Accepted(String operationId, String consentId) implements ConsentAnswer {}
}
