package org.assent.site.demo.story;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/** Step 8: a validator dies and nothing stops; a whole site dies under load and nothing that was acknowledged is lost. */
final class FaultStep implements StoryStep {

    private static final Duration CONSENT_WITHIN = Duration.ofSeconds(5);
    private static final Duration RESTART_WITHIN = Duration.ofMinutes(2);
    private static final Duration TRAFFIC = Duration.ofSeconds(2);

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
        stage.west().killSite();
        String consent = PlainConsent.json(
                stage.patient(),
                Fhir.organization(ehr, stage.north()),
                Fhir.organization(ehr, stage.south()),
                stage.study().studyInstanceUid());
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
                                .get(stage.study().instancePath(0) + "/frames/1", Stage.FRAMES)
                                .status()
                        == 200,
                Duration.ofSeconds(30),
                "the new Consent opens the study at South");
        checked.found("and it opens the study at South");
        stage.west().startAgain(RESTART_WITHIN);
    }

    private void killedUnderLoad(Stage stage, Checked checked) throws StoryFailure, IOException, InterruptedException {
        DemoSite north = stage.north();
        Visitor modality = stage.visitor(north, "modality");
        Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
        AtomicBoolean stop = new AtomicBoolean();
        Thread sender = Thread.ofPlatform().daemon().name("traffic").start(() -> send(modality, acknowledged, stop));
        Thread.sleep(TRAFFIC);
        north.killSite();
        stop.set(true);
        sender.join();
        checked.that(
                !acknowledged.isEmpty(),
                "North was killed during traffic, after %d acknowledged instances".formatted(acknowledged.size()));

        Instant before = Instant.now();
        north.startAgain(RESTART_WITHIN);
        checked.found("started again, it was ready after %d s"
                .formatted(Duration.between(before, Instant.now()).toSeconds()));
        checked.equal(1, north.runningNodes(), "one node of North's runs, no second one was left over");
        List.of("modality", "clinician", "ehr", "privacy-officer")
                .forEach(role -> stage.visitor(north, role).forgetToken());
        everyInstanceIsThere(stage, acknowledged);
        checked.found("every instance that was answered 200 is there");
        JsonNode consent = new com.fasterxml.jackson.databind.ObjectMapper().readTree(stage.consent());
        stage.visitor(north, "ehr")
                .get("/fhir/r4/Consent/" + consent.path("id").asText(), Stage.FHIR_JSON)
                .expect(200, "the Consent that was answered 201");
        checked.found("and so is the Consent that was answered 201");
    }

    private void send(Visitor modality, Queue<String> acknowledged, AtomicBoolean stop) {
        for (int index = 0; index < traffic.files().size() && !stop.get(); index++) {
            String uid = traffic.sopInstanceUids().get(index);
            Path file = traffic.files().get(index);
            StudyFiles one = new StudyFiles(
                    traffic.studyInstanceUid(), traffic.seriesInstanceUid(), List.of(uid), List.of(file));
            try {
                if (modality.post(
                                        "/dicomweb/studies",
                                        StudyFiles.MULTIPART,
                                        one.multipartBodies().get(0))
                                .status()
                        == 200) {
                    acknowledged.add(uid);
                }
            } catch (IOException e) {
                return; // the site is gone
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void everyInstanceIsThere(Stage stage, Queue<String> acknowledged)
            throws StoryFailure, IOException, InterruptedException {
        JsonNode listed = stage.visitor(stage.north(), "clinician")
                .get(traffic.seriesPath() + "/instances?limit=5000", Stage.DICOM_JSON)
                .expect(200, "QIDO of the instances that were stored under load")
                .json();
        java.util.Set<String> there = new java.util.HashSet<>();
        listed.forEach(instance -> there.add(instance.at("/00080018/Value/0").asText()));
        List<String> missing =
                acknowledged.stream().filter(uid -> !there.contains(uid)).toList();
        if (!missing.isEmpty()) {
            throw new StoryFailure(missing.size() + " instances were answered 200 and are gone");
        }
    }
}
