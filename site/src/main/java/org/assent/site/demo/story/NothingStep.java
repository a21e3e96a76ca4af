package org.assent.site.demo.story;

import java.io.IOException;
import java.util.List;

/** Step 2: without a permission, a study that exists looks like one that does not. */
final class NothingStep implements StoryStep {

    private static final String RANDOM_STUDY = "2.25.309166834902165273164058240113741986721";

    @Override
    public String title() {
        return "A clinician at South looks for the patient";
    }

    @Override
    public void play(Stage stage, Checked checked) throws StoryFailure, IOException, InterruptedException {
        Visitor clinician = stage.visitor(stage.south(), "clinician");
        StudyFiles study = stage.study();
        String inSeries = "/dicomweb/studies/%s"
                + study.firstSeriesPath().substring(study.firstSeriesPath().indexOf("/series/"));
        String instance = "/instances/" + study.files().get(0).sopInstanceUid();
        List<Question> questions = List.of(
                new Question("QIDO", "/dicomweb/studies?StudyInstanceUID=%s", Stage.DICOM_JSON),
                new Question("QIDO series", "/dicomweb/studies/%s/series", Stage.DICOM_JSON),
                new Question("metadata", "/dicomweb/studies/%s/metadata", Stage.DICOM_JSON),
                new Question("instance", inSeries + instance, "*/*"),
                new Question("frame", inSeries + instance + "/frames/1", Stage.FRAMES),
                new Question("bulk data", inSeries + instance + "/bulkdata/7FE00010", "*/*"),
                new Question(
                        "FHIR search",
                        "/fhir/r4/ImagingStudy?identifier=urn:dicom:uid%%7Curn:oid:%s",
                        Stage.FHIR_JSON));
        for (Question question : questions) {
            same(clinician, question, study.studyInstanceUid());
        }
        String resource = Fhir.imagingStudy(stage.visitor(stage.north(), "ehr"), study.studyInstanceUid())
                .path("id")
                .asText();
        Answer real = clinician.get("/fhir/r4/ImagingStudy/" + resource, Stage.FHIR_JSON);
        Answer missing = clinician.get("/fhir/r4/ImagingStudy/5b1b4a2e-0000-4000-8000-2f3f1d0c9a11", Stage.FHIR_JSON);
        checked.equal(
                missing.comparable("5b1b4a2e-0000-4000-8000-2f3f1d0c9a11"),
                real.comparable(resource),
                "South answers alike for the study and for a random UID: QIDO, metadata, instance, frame, bulk data, FHIR search and read");

        OrganizationVisitor south = OrganizationVisitor.of(stage.south());
        stage.tally().refused("South", "TOKEN");
        checked.equal(
                south.token(stage.north(), RANDOM_STUDY).comparable(RANDOM_STUDY),
                south.token(stage.north(), study.studyInstanceUid()).comparable(study.studyInstanceUid()),
                "North's token endpoint answers South alike for both");
    }

    private record Question(String name, String path, String accept) {}

    private static void same(Visitor clinician, Question question, String studyInstanceUid)
            throws StoryFailure, IOException, InterruptedException {
        Answer real = clinician.get(question.path().formatted(studyInstanceUid), question.accept());
        Answer missing = clinician.get(question.path().formatted(RANDOM_STUDY), question.accept());
        if (!real.comparable(studyInstanceUid).equals(missing.comparable(RANDOM_STUDY))) {
            throw new StoryFailure("%s tells the study from a random one:%n%s%nagainst%n%s"
                    .formatted(question.name(), real.comparable(studyInstanceUid), missing.comparable(RANDOM_STUDY)));
        }
    }
}
