package org.assent.fhir;

import org.assent.custody.study.ClinicalRecord;
import org.assent.custody.study.PatientIdentity;
import org.assent.custody.study.StudyDescription;
import org.assent.fhir.imagingstudy.HeldStudies;
import org.assent.fhir.share.SharedResources;
import org.assent.ledger.identity.OrganizationId;

/** The FHIR side as custody sees it: what is held here, and what others shared. */
record StoredRecord(HeldStudies held, SharedResources shared) implements ClinicalRecord {

    @Override
    public String patient(PatientIdentity identity) {
        return held.patient(identity);
    }

    @Override
    public void studyReceived(StudyDescription study, String patientId) {
        held.studyReceived(study, patientId);
    }

    @Override
    public void studyAvailable(StudyDescription study, String patientId, Anchor anchor) {
        held.studyAvailable(study, patientId, anchor);
    }

    @Override
    public void studyUnshared(String studyInstanceUid, OrganizationId source, String consentResource) {
        shared.forget(studyInstanceUid, source, consentResource);
    }
}
