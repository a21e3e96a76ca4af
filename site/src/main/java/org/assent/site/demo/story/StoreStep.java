package org.assent.site.demo.story;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;

/** Step 1: a study comes in, is visible here, and is registered on the ledger. */
final class StoreStep implements StoryStep {

    private static final Duration REGISTERED_WITHIN = Duration.ofSeconds(60);

    @Override
    public String title() {
        return "A modality sends a CT to North";
    }

    @Override
    public void play(Stage stage, Checked checked) throws StoryFailure, IOException, InterruptedException {
        Visitor modality = stage.visitor(stage.north(), "modality");
        Visitor clinician = stage.visitor(stage.north(), "clinician");
        Visitor ehr = stage.visitor(stage.north(), "ehr");
        store(modality, stage.study());
        store(modality, stage.second());
        int instances = stage.study().files().size();
        checked.found("%d instances stored by STOW-RS".formatted(instances));

        JsonNode listed = clinician
                .get("/dicomweb/studies?StudyInstanceUID=" + stage.study().studyInstanceUid(), Stage.DICOM_JSON)
                .expect(200, "QIDO at North")
                .json();
        checked.equal(instances, listed.at("/0/00201208/Value/0").asInt(), "QIDO lists the study with all instances");
        Answer viewer = clinician.get("/viewer/app-config.js", "*/*");
        checked.that(
                viewer.status() == 200 && viewer.text().contains("/dicomweb"),
                "OHIF is there, set to North's DICOMweb");

        for (StudyFiles study : java.util.List.of(stage.study(), stage.second())) {
            Patience.until(
                    () -> "available"
                            .equals(Fhir.imagingStudy(ehr, study.studyInstanceUid())
                                    .path("status")
                                    .asText()),
                    REGISTERED_WITHIN,
                    "the ImagingStudy is available");
        }
        JsonNode resource = Fhir.imagingStudy(ehr, stage.study().studyInstanceUid());
        checked.that(
                resource.toString().contains("ledger-anchor"),
                "ImagingStudy is available and shows where it is anchored");
        stage.patient(resource.at("/subject/reference").asText());
    }

    private static void store(Visitor modality, StudyFiles study)
            throws StoryFailure, IOException, InterruptedException {
        for (byte[] body : study.multipartBodies()) {
            modality.post("/dicomweb/studies", StudyFiles.MULTIPART, body).expect(200, "STOW-RS at North");
        }
    }
}
