package org.assent.site.demo.story;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;

/** Step 4: South sees the study, its pixels come from North, and South keeps none of them. */
final class FetchStep implements StoryStep {

    private static final Duration SHARED_WITHIN = Duration.ofSeconds(30);

    @Override
    public String title() {
        return "The clinician at South opens the study";
    }

    @Override
    public void play(Stage stage, Checked checked) throws StoryFailure, IOException, InterruptedException {
        Visitor clinician = stage.visitor(stage.south(), "clinician");
        StudyFiles study = stage.study();
        Duration waited = Patience.until(
                () -> listed(clinician, study) && listed(clinician, stage.second()),
                SHARED_WITHIN,
                "South lists the shared studies");
        checked.found("South's QIDO lists it after %d ms".formatted(waited.toMillis()));
        JsonNode metadata = clinician
                .get("/dicomweb/studies/" + study.studyInstanceUid() + "/metadata", Stage.DICOM_JSON)
                .expect(200, "study metadata at South")
                .json();
        checked.equal(study.files().size(), metadata.size(), "South answers the metadata of every instance");
        checked.that(
                !metadata.toString().contains(stage.north().address().getAuthority())
                        && !metadata.toString()
                                .contains(stage.north().peerAddress().getAuthority()),
                "no address of North shows in it");

        int middle = study.files().size() / 2;
        for (int index = 0; index < study.files().size(); index++) {
            if (study.files().get(index).frames() > 0) {
                clinician
                        .get(study.instancePath(index) + "/frames/1", Stage.FRAMES)
                        .expect(200, "a frame at South");
            }
        }
        Answer atSouth = clinician
                .get(study.instancePath(middle), "multipart/related; type=\"application/dicom\"; transfer-syntax=*")
                .expect(200, "an instance at South");
        byte[] file = Files.readAllBytes(study.paths().get(middle));
        checked.that(
                Needle.contains(atSouth.body().toByteArray(), file),
                "an instance arrives at South as it was stored at North");

        new ReceiptCheck(stage, checked).verify(atSouth);

        PixelSearch search = PixelSearch.of(study.paths());
        checked.equal(
                java.util.List.of(),
                search.findIn(stage.south().folder()),
                "no 64 bytes of its pixels are anywhere in South's data, temporary files and logs");
    }

    private static boolean listed(Visitor clinician, StudyFiles study) throws IOException, InterruptedException {
        return clinician
                        .get("/dicomweb/studies?StudyInstanceUID=" + study.studyInstanceUid(), Stage.DICOM_JSON)
                        .status()
                == 200;
    }
}
