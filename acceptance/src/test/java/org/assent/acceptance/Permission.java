package org.assent.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import java.time.Duration;
import org.assent.site.demo.story.PlainConsent;
import org.awaitility.Awaitility;

/** A registered study at North whose patient may permit South to see it. */
final class Permission {

    private static final String FRAMES = "multipart/related; type=\"application/octet-stream\"; transfer-syntax=\"*\"";

    private final FhirRecords north;
    private final Hospital south;
    private final Study study;
    private final String patient;
    private final String consent;

    private Permission(
            FhirRecords north, Hospital south, Study study, String patient, String custodian, String recipient) {
        this.north = north;
        this.south = south;
        this.study = study;
        this.patient = patient;
        this.consent = PlainConsent.json(patient, custodian, recipient, study.uid());
    }

    /** Stores a study of a new patient at North and waits until it is registered; nothing is permitted yet. */
    static Permission prepare(Hospital north, Hospital south, String patientId, long seed) {
        Study study = Modality.phantom(patientId, seed, 1);
        Modality.store(north, study);
        FhirRecords records = new FhirRecords(north);
        String patient =
                records.availableStudy(study.uid()).at("/subject/reference").asText();
        return new Permission(
                records, south, study, patient, records.organization("North"), records.organization("South"));
    }

    Study study() {
        return study;
    }

    /** North's EHR asks to record the permission. */
    Response grant() {
        return north.postConsent(consent);
    }

    /** North's EHR ends it. */
    Response end(JsonNode recorded) {
        return north.putStatus(recorded, "inactive");
    }

    /** How many Consents of the patient North has. */
    int stored() {
        return north.search("ehr", "Consent?patient=" + patient).path("total").asInt();
    }

    /** What a clinician at a site gets who asks for pixels. */
    Response pixels(Hospital hospital) {
        return hospital.as("clinician").accept(FRAMES).get(study.instancePath(0) + "/frames/1");
    }

    /** Returns when South gets pixels. */
    void awaitOpenAtSouth() {
        Awaitility.await("South opens the permitted study")
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> pixels(south).statusCode() == 200);
    }
}
