package org.assent.site.demo.story;

import java.io.IOException;

/** Step 5: whoever is not permitted, or not a member, learns nothing. */
final class EastStep implements StoryStep {

    private static final String RANDOM_STUDY = "2.25.88172645463325252110948576635217823641";

    @Override
    public String title() {
        return "East, and a stranger, ask North for the same study";
    }

    @Override
    public void play(Stage stage, Checked checked) throws StoryFailure, IOException, InterruptedException {
        String study = stage.study().studyInstanceUid();
        OrganizationVisitor east = OrganizationVisitor.of(stage.east());
        Answer refused = east.token(stage.north(), study);
        stage.tally().refused("East", "TOKEN");
        checked.equal(400, refused.status(), "East's validly signed request is refused");
        checked.equal(
                east.token(stage.north(), RANDOM_STUDY).comparable(RANDOM_STUDY),
                refused.comparable(study),
                "exactly like a request for a study that does not exist");
        checked.equal(
                204,
                stage.visitor(stage.east(), "clinician")
                        .get("/dicomweb/studies?StudyInstanceUID=" + study, Stage.DICOM_JSON)
                        .status(),
                "East's own QIDO shows nothing");
        checked.that(
                OrganizationVisitor.unregisteredIsShutOut(stage.north()), "an unregistered site gets no connection");
        checked.that(
                OrganizationVisitor.wrongTlsKeyIsShutOut(stage.north(), stage.east()),
                "East with another TLS key than the ledger's gets none either");
    }
}
