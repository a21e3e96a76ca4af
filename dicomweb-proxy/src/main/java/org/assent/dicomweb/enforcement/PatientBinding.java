package org.assent.dicomweb.enforcement;

import org.assent.decision.request.Requester;

/** Tells whose a study is, so that a token about one patient opens no other patient's study (DW-E-02). Thread-safe. */
@FunctionalInterface
public interface PatientBinding {

    /**
     * Whether the study belongs to the patient.
     *
     * @param requester who asks, permitted to see the study
     * @param patientId logical id of the local Patient that the token is about
     * @param studyInstanceUid the study
     */
    boolean covers(Requester requester, String patientId, String studyInstanceUid);
}
