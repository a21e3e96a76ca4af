package org.assent.site.demo.story;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Step 3: the EHR posts a plain FHIR Consent, and it is in force when the answer comes. */
final class AgreeStep implements StoryStep {

    @Override
    public String title() {
        return "An EHR at North posts the patient's Consent for South";
    }

    @Override
    public void play(Stage stage, Checked checked) throws StoryFailure, IOException, InterruptedException {
        Visitor ehr = stage.visitor(stage.north(), "ehr");
        String north = Fhir.organization(ehr, stage.north());
        String south = Fhir.organization(ehr, stage.south());
        String wanted =
                PlainConsent.json(stage.patient(), north, south, stage.study().studyInstanceUid());
        refused(stage, checked, wanted, north, south);

        Instant before = Instant.now();
        Answer created = post(ehr, wanted).expect(201, "POST Consent");
        checked.found("201 after %d ms, when the block was final"
                .formatted(Duration.between(before, Instant.now()).toMillis()));
        JsonNode consent = created.json();
        stage.consent(created.text());
        JsonNode again = post(ehr, wanted).json();
        checked.equal(
                consent.path("id").asText(),
                again.path("id").asText(),
                "the same request again gives the same Consent");
        JsonNode provenance = Fhir.search(
                stage.visitor(stage.north(), "privacy-officer"),
                "Provenance",
                "target",
                "Consent/" + consent.path("id").asText());
        checked.that(
                provenance.toString().contains("custodian"),
                "Provenance says that the source signed as the patient's custodian");

        JsonNode second =
                Fhir.imagingStudy(ehr, stage.second().studyInstanceUid()).at("/subject/reference");
        post(
                        ehr,
                        PlainConsent.json(
                                second.asText(), north, south, stage.second().studyInstanceUid()))
                .expect(201, "POST of another patient's Consent");
    }

    private static void refused(Stage stage, Checked checked, String wanted, String north, String south)
            throws StoryFailure, IOException, InterruptedException {
        Visitor ehr = stage.visitor(stage.north(), "ehr");
        long before = stage.north().ledgerHeight();
        int consents = consents(ehr, stage);
        Visitor foreign = stage.visitor(stage.south(), "ehr");
        String study = stage.study().studyInstanceUid();
        checked.equal(401, anonymous(stage, wanted).status(), "refused without a token");
        checked.equal(401, withTokenOf(stage, foreign, wanted).status(), "refused with another organization's token");
        String unknown = PlainConsent.json("Patient/9d1f0000-0000-4000-8000-000000000000", north, south, study);
        checked.equal(422, post(ehr, unknown).status(), "refused for a patient who is not North's");
        checked.equal(
                422,
                post(ehr, wanted.replaceFirst("\"performer\": \\[[^]]*],", "")).status(),
                "refused without a performer");
        checked.equal(
                422,
                post(ehr, wanted.replaceFirst("\"sourceAttachment\": \\{[^}]*},", ""))
                        .status(),
                "refused without the signed evidence");
        checked.equal(
                422,
                post(
                                ehr,
                                wanted.replaceFirst(
                                        "\"type\": \"permit\"",
                                        "\"type\": \"permit\", \"modifierExtension\": [{\"url\": \"urn:unknown\", \"valueBoolean\": true}]"))
                        .status(),
                "refused with terms that North does not understand");
        checked.equal(consents, consents(ehr, stage), "nothing was stored for those");
        checked.equal(List.of(), stage.north().putOnLedgerAfter(before), "and nothing was put on the ledger");
    }

    private static int consents(Visitor ehr, Stage stage) throws StoryFailure, IOException, InterruptedException {
        return Fhir.search(ehr, "Consent", "patient", stage.patient())
                .path("total")
                .asInt();
    }

    private static Answer post(Visitor ehr, String consent) throws IOException, InterruptedException {
        return ehr.post("/fhir/r4/Consent", Stage.FHIR_JSON, consent.getBytes(StandardCharsets.UTF_8));
    }

    private static Answer anonymous(Stage stage, String consent) throws IOException, InterruptedException {
        return OrganizationVisitor.send(
                stage.http(), stage.north().address() + "/fhir/r4/Consent", java.util.Map.of(), consent);
    }

    private static Answer withTokenOf(Stage stage, Visitor other, String consent)
            throws IOException, InterruptedException {
        return OrganizationVisitor.send(
                stage.http(),
                stage.north().address() + "/fhir/r4/Consent",
                java.util.Map.of("Authorization", "Bearer " + other.site().token("ehr")),
                consent);
    }
}
