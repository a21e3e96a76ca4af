package org.assent.site.demo.story;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/** Step 6: the permission ends, and with it everything that was still flowing. */
final class StopStep implements StoryStep {

    private static final Duration WITHIN = Duration.ofSeconds(1);

    @Override
    public String title() {
        return "The patient's permission is revoked";
    }

    @Override
    public void play(Stage stage, Checked checked) throws StoryFailure, IOException, InterruptedException {
        Visitor clinician = stage.visitor(stage.south(), "clinician");
        Visitor ehr = stage.visitor(stage.north(), "ehr");
        StudyFiles study = stage.study();
        OrganizationVisitor south = OrganizationVisitor.of(stage.south());
        OrganizationVisitor.PeerToken token = south.requireToken(stage.north(), study.studyInstanceUid());
        String frame = study.firstFramePath();
        checked.equal(200, token.get(frame, Stage.FRAMES).status(), "South holds a token of North's that works");
        stage.tally().note("South", frame, 200);
        SlowTransfer transfer = SlowTransfer.begin(stage, clinician, study);

        ObjectNode revoked = (ObjectNode) new ObjectMapper().readTree(stage.consent());
        revoked.put("status", "inactive");
        byte[] body = revoked.toString().getBytes(StandardCharsets.UTF_8);
        Answer answer = ehr.put("/fhir/r4/Consent/" + revoked.path("id").asText(), Stage.FHIR_JSON, body);
        Instant revokedAt = Instant.now();
        transfer.hurry();
        answer.expect(200, "PUT Consent with status inactive");

        Patience.until(
                () -> clinician.get(frame, Stage.FRAMES).status() == 404, WITHIN, "South's viewer gets nothing more");
        checked.that(
                Duration.between(revokedAt, Instant.now()).compareTo(WITHIN) <= 0,
                "South's viewer gets nothing more after %d ms"
                        .formatted(Duration.between(revokedAt, Instant.now()).toMillis()));
        stage.tally().refused("South", "RETRIEVE");
        checked.equal(
                404, token.get(frame, Stage.FRAMES).status(), "North refuses South's token, which has not expired");
        Instant cut = transfer.awaitCut(WITHIN);
        checked.that(
                cut != null && Duration.between(revokedAt, cut).compareTo(WITHIN) <= 0,
                "a running transfer was cut after %d bytes".formatted(transfer.bytes()));
        checked.equal(
                200,
                clinician.get(stage.second().firstFramePath(), Stage.FRAMES).status(),
                "another study, still permitted, goes on");
        checked.equal(
                204,
                clinician
                        .get("/dicomweb/studies?StudyInstanceUID=" + study.studyInstanceUid(), Stage.DICOM_JSON)
                        .status(),
                "South no longer lists it");
    }
}
