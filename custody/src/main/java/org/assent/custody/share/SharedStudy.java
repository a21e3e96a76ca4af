package org.assent.custody.share;

import org.assent.custody.decision.ShareKey;
import org.assent.custody.study.StudyDescription;
import org.assent.decision.terms.ConsentTerms;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.identity.ConsentId;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.StudyRef;
import org.assent.ledger.identity.SubjectId;

/**
 * One study under one consent as the source opens it to the recipient: what the share package carries and what the
 * recipient keeps.
 *
 * @param source the organization that holds the study
 * @param subject the patient's pseudonym there
 * @param consent the consent's id on the ledger
 * @param sequence its sequence
 * @param termsSalt salt of the terms commitment
 * @param terms what it says
 * @param consentResource FHIR logical id of the Consent at the source
 * @param studyRef leaf key of the study
 * @param studySalt salt of the study's commitments
 * @param manifestRoot root of the manifest
 * @param study what the study is
 */
public record SharedStudy(
        OrganizationId source,
        SubjectId subject,
        ConsentId consent,
        long sequence,
        Bytes32 termsSalt,
        ConsentTerms terms,
        String consentResource,
        StudyRef studyRef,
        Bytes32 studySalt,
        Bytes32 manifestRoot,
        StudyDescription study) {

    /** What tells it from others. */
    public ShareKey key() {
        return new ShareKey(source, subject, consent, study.studyInstanceUid());
    }
}
