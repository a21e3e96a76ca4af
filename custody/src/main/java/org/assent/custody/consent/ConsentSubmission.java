package org.assent.custody.consent;

import java.util.Set;
import org.assent.decision.terms.ConsentTerms;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.identity.OrganizationId;

/**
 * A FHIR Consent that was checked and compiled, ready for the ledger.
 *
 * @param requestDigest what makes two requests the same: client, method, target and canonical content
 * @param consentResourceId logical id of the FHIR Consent, the server's UUID or the client's
 * @param patientId logical id of the local Patient
 * @param terms what was compiled
 * @param resource the FHIR Consent as it shall be stored, JSON
 * @param recipients organizations named in it that get the share package
 */
public record ConsentSubmission(
        Bytes32 requestDigest,
        String consentResourceId,
        String patientId,
        ConsentTerms terms,
        String resource,
        Set<OrganizationId> recipients) {

    public ConsentSubmission {
        recipients = Set.copyOf(recipients);
    }
}
