package org.assent.ledger.transaction;

import org.assent.ledger.identity.ConsentId;
import org.assent.ledger.identity.SubjectId;

/**
 * Ends a consent: a restriction. Signed by an authority at least as high as the one that recorded it. It has no expiry
 * and no counter, since one that was signed during an outage must still land; a second one changes nothing.
 *
 * @param subject whose consent it is
 * @param consent which one
 * @param as what the FHIR Consent became
 */
public record CloseConsent(SubjectId subject, ConsentId consent, ClosedAs as) implements Transaction {

    /** The two ends of a consent (FHIR R4 consent-state-codes). Terminal. */
    public enum ClosedAs {
        INACTIVE,
        ENTERED_IN_ERROR
    }
}
