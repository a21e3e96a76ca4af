package org.assent.decision;

import org.assent.decision.terms.ConsentTerms;
import org.assent.ledger.identity.ConsentId;

/**
 * An open consent of the subject together with its content.
 *
 * @param consent its id on the ledger
 * @param sequence which revision
 * @param reference FHIR reference at the site that decides, {@code Consent/<id>}; for audit and tokens
 * @param terms what it says
 */
public record ConsentInForce(ConsentId consent, long sequence, String reference, ConsentTerms terms) {}
