package org.assent.fhir.consent;

import java.util.List;
import org.assent.fhir.enforcement.Issue;
import org.hl7.fhir.r4.model.Consent;

/** What a write of a Consent ends with, if it is not refused. */
sealed interface ConsentAnswer {

    /**
     * Final and stored: 201 or 200.
     *
     * @param warnings what the writer should know nevertheless
     */
    record Stored(Consent consent, boolean created, List<Issue> warnings) implements ConsentAnswer {
        public Stored {
            warnings = List.copyOf(warnings);
        }

        /** With nothing to warn of. */
        Stored(Consent consent, boolean created) {
            this(consent, created, List.of());
        }

        /** The same with a warning. */
        Stored warning(Issue issue) {
            return new Stored(consent, created, List.of(issue));
        }
    }

    /** Ended and deleted: 204. */
    record Deleted(String consentId) implements ConsentAnswer {}

    /**
     * Taken, and not final yet: 202.
     *
     * @param patient whose it is, {@code Patient/<id>}
     */
    record Accepted(String operationId, String consentId, String patient) implements ConsentAnswer {}
}
