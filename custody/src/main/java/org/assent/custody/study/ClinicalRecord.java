package org.assent.custody.study;

import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.StudyRef;

/**
 * The FHIR side as registration sees it; {@code fhir-server} implements it.
 */
public interface ClinicalRecord {

    /**
     * Logical id of the local Patient with this identity (issuer and PatientID), created if there is none. Never merges
     * two identities.
     */
    String patient(PatientIdentity identity);

    /** Creates or updates the ImagingStudy of a study held here as {@code registered}: known, not yet on the ledger. */
    void studyReceived(StudyDescription study, String patientId);

    /** Sets it {@code available} and shows where it is anchored. */
    void studyAvailable(StudyDescription study, String patientId, Anchor anchor);

    /**
     * A study of another site is no longer shared under a consent: what the share package brought for it is to be removed.
     * May be called again for what is gone already.
     *
     * @param source organization that holds the study
     * @param consentResource FHIR logical id of the Consent at the source
     */
    default void studyUnshared(String studyInstanceUid, OrganizationId source, String consentResource) {}

    /**
     * Where something is on the ledger.
     *
     * @param chainId the chain
     * @param height height of the block
     * @param transaction TransactionId, 64 hexadecimal digits
     * @param study leaf key of the study
     */
    record Anchor(String chainId, long height, String transaction, StudyRef study) {}
}
