package org.assent.custody.share;

import org.assent.ledger.identity.ConsentId;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.SubjectId;

/**
 * A study of this site that another organization may hold a share of.
 *
 * @param recipient the other organization
 * @param subject the patient's pseudonym
 * @param consent under which consent
 * @param consentResourceId logical id of the FHIR Consent
 * @param studyInstanceUid which study
 */
public record OfferedShare(
        OrganizationId recipient,
        SubjectId subject,
        ConsentId consent,
        String consentResourceId,
        String studyInstanceUid) {

    /** What the recipient is told when it ends. */
    public EndedShare ended() {
        return new EndedShare(consent, studyInstanceUid);
    }
}
