package org.assent.site.demo.story;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Step 8: a validator dies and nothing stops; a whole site dies under load and nothing that was acknowledged is lost. */
final class FaultStep implements StoryStep {

    private static final Duration CONSENT_WITHIN = Duration.ofSeconds(5);
    private static final Duration RESTART_WITHIN = Duration.ofMinutes(2);
    private static final Duration TRAFFIC_WITHIN = Duration.ofSeconds(60);
    private static final int LEAST_TRAFFIC = 5;

    private final StudyFiles traffic;

    /** Uses the study as traffic while a site is killed. */
    FaultStep(StudyFiles traffic) {
        this.traffic = traffic;
    }

    @Override
    public String title() {
        return "A validator is killed, then a whole site";
    }

    @Override
    public void play(Stage stage, Checked checked) throws StoryFailure, IOException, InterruptedException {
        withoutOneValidator(stage, checked);
        killedUnderLoad(stage, checked);
    }

    private static void withoutOneValidator(Stage stage, Checked checked)
            throws StoryFailure, IOException, InterruptedException {
        Visitor ehr = stage.visitor(stage.north(), "ehr");
        Visitor clinician = stage.visitor(stage.south(), "clinician");
        String consent = consentOf(stage, stage.study());
        stage.west().killSite();
        Instant before = Instant.now();
        Answer created = ehr.post("/fhir/r4/Consent", Stage.FHIR_JSON, consent.getBytes(StandardCharsets.UTF_8))
                .expect(201, "POST Consent with one validator dead");
        Duration took = Duration.between(before, Instant.now());
        checked.that(
                took.compareTo(CONSENT_WITHIN) <= 0,
                "with one validator dead a new Consent is final after %d ms".formatted(took.toMillis()));
        stage.consent(created.text());
        Patience.until(
                () -> clinician
                                .get(stage.study().firstFramePath(), Stage.FRAMES)
                                .status()
                        == 200,
                Duration.ofSeconds(30),
                "the new Consent opens the study at South");
        checked.found("and it opens the study at South");
        stage.west().startAgain(RESTART_WITHIN);
    }

    private void killedUnderLoad(Stage stage, Checked checked) throws StoryFailure, IOException, InterruptedException {
        DemoSite north = stage.north();
        Visitor ehr = stage.visitor(north, "ehr");
        StoreTraffic stores = new StoreTraffic(stage.visitor(north, "modality"), traffic);
        ConsentTraffic consents = new ConsentTraffic(ehr, consentOf(stage, stage.second()));
        AtomicBoolean stop = new AtomicBoolean();
        List<Thread> senders = List.of(stores.begin(stop), consents.begin(stop));
        Patience.until(
                () -> stores.acknowledged() >= LEAST_TRAFFIC && consents.acknowledged() >= LEAST_TRAFFIC,
                TRAFFIC_WITHIN,
                "North acknowledges traffic");
        north.killSite();
        stop.set(true);
        for (Thread sender : senders) {
            sender.join();
        }
        checked.found("North was killed during traffic, after %d instances and %d Consents were acknowledged"
                .formatted(stores.acknowledged(), consents.acknowledged()));

        Instant before = Instant.now();
        north.startAgain(RESTART_WITHIN);
        checked.found("started again, it was ready after %d s"
                .formatted(Duration.between(before, Instant.now()).toSeconds()));
        checked.equal(1, north.runningNodes(), "one node of North's runs, no second one was left over");
        List.of("modality", "clinician", "ehr", "privacy-officer")
                .forEach(role -> stage.visitor(north, role).forgetToken());
        stores.requireAll(stage.visitor(north, "clinician"));
        checked.found("every instance that was answered 200 is there");
        consents.requireAllAndEnd();
        ConsentTraffic.end(ehr, Fhir.parse(stage.consent()).path("id").asText());
        checked.found("so is every Consent that was answered 201, and each could be ended");
    }

    private static String consentOf(Stage stage, StudyFiles study)
            throws StoryFailure, IOException, InterruptedException {
        Visitor ehr = stage.visitor(stage.north(), "ehr");
        return PlainConsent.json(
                Fhir.imagingStudy(ehr, study.studyInstanceUid())
                        .at("/subject/reference")
                        .asText(),
                Fhir.organization(ehr, stage.north()),
                Fhir.organization(ehr, stage.south()),
                study.studyInstanceUid());
    }
}
