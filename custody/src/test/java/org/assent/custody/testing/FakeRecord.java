package org.assent.custody.testing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assent.custody.study.ClinicalRecord;
import org.assent.custody.study.PatientIdentity;
import org.assent.custody.study.StudyDescription;
import org.assent.ledger.identity.OrganizationId;

/** A clinical record that remembers what it was told. */
public final class FakeRecord implements ClinicalRecord {

    private final Faults faults;
    private final Map<PatientIdentity, String> patients = new LinkedHashMap<>();
    private final Map<String, Anchor> available = new LinkedHashMap<>();
    private final List<String> unshared = new ArrayList<>();

    public FakeRecord(Faults faults) {
        this.faults = faults;
    }

    public synchronized Map<String, Anchor> available() {
        return Map.copyOf(available);
    }

    /** UID and FHIR id of the consent of what was taken back, as {@code uid@consent}. */
    public synchronized List<String> unshared() {
        return List.copyOf(unshared);
    }

    @Override
    public synchronized String patient(PatientIdentity identity) {
        faults.step("patient");
        return patients.computeIfAbsent(identity, unknown -> "patient-" + identity.patientId());
    }

    @Override
    public synchronized void studyReceived(StudyDescription study, String patientId) {
        faults.step("received");
        available.remove(study.studyInstanceUid());
    }

    @Override
    public synchronized void studyAvailable(StudyDescription study, String patientId, Anchor anchor) {
        faults.step("available");
        available.put(study.studyInstanceUid(), anchor);
    }

    @Override
    public synchronized void studyUnshared(String uid, OrganizationId source, String consentResource) {
        unshared.add(uid + "@" + consentResource);
    }
}
