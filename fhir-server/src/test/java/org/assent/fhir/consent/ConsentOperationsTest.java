package org.assent.fhir.consent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.assent.authorization.principal.Role;
import org.assent.fhir.enforcement.ReservedIds;
import org.assent.fhir.testing.Consents;
import org.assent.fhir.testing.TestClient;
import org.assent.fhir.testing.TestSite;
import org.assent.ledger.identity.OrganizationId;
import org.junit.jupiter.api.Test;

/** {@code $explain} and {@code $dry-run}: what is decided and would be, for those who may know, with nothing written. */
class ConsentOperationsTest {

    private static final String ACT_REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason";

    private final TestSite site = TestSite.get();
    private final TestClient ehr = site.as(Role.EHR);
    private final TestClient officer = site.as(Role.PRIVACY_OFFICER);
    private final TestSite.Held held = site.held();
    private final TestSite.Held other = site.held(held.study().patient());
    private final String permit = Consents.permit(held, site.own(), site.south());

    @Test
    void shouldExplainEachStudyToThePrivacyOfficer() {
        TestClient.Answer created = ehr.post("/Consent", permit);

        TestClient.Answer answer = officer.post("/Consent/$explain", question(site.south(), "TREAT"));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        List<JsonNode> studies = parameters(answer, "study");
        assertThat(studies).hasSize(2);
        JsonNode opened = studies.stream()
                .filter(study -> study.toString().contains(held.uid()))
                .findFirst()
                .orElseThrow();
        assertThat(value(opened, "decision", "valueCode")).isEqualTo("permit");
        assertThat(opened.toString()).contains("Consent/" + created.id()).contains("permits the study");
        JsonNode closed = studies.stream()
                .filter(study -> study.toString().contains(other.uid()))
                .findFirst()
                .orElseThrow();
        assertThat(value(closed, "decision", "valueCode")).isEqualTo("deny");
        assertThat(value(closed, "reason", "valueCode")).isEqualTo("no-permit");
        TestClient.Answer elsewhere = officer.post("/Consent/$explain", question(site.south(), "HRESCH"));
        assertThat(parameters(elsewhere, "study")).allSatisfy(study -> assertThat(value(study, "decision", "valueCode"))
                .isEqualTo("deny"));
    }

    @Test
    void shouldExplainToNobodyElse() {
        String question = question(site.south(), "TREAT");

        assertThat(site.anonymous().post("/Consent/$explain", question).status())
                .isEqualTo(401);
        assertThat(ehr.post("/Consent/$explain", question).status()).isEqualTo(403);
        assertThat(site.as(Role.CLINICIAN).post("/Consent/$explain", question).status())
                .isEqualTo(403);
        assertThat(site.asPeer(site.south(), held.patientId())
                        .post("/Consent/$explain", question)
                        .status())
                .isIn(401, 403);
        assertThat(officer.get("/Consent/$explain").status()).isIn(404, 405);
        assertThat(site.as(Role.CLINICIAN)
                        .post("/Consent/$dry-run", tried(permit))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void shouldNameWhatIsWrongWithTheQuestion() {
        TestClient.Answer answer = officer.post("/Consent/$explain", """
                {"resourceType": "Parameters", "parameter": [
                  {"name": "patient", "valueReference": {"reference": "Patient/nobody"}},
                  {"name": "requester", "valueReference": {"reference": "Organization/nobody"}}]}
                """);

        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(answer.body()).contains("patient").contains("requester").contains("purpose");
    }

    @Test
    void shouldTellWhatWouldChangeAndWriteNothingWhenConsentIsTried() {
        int before = site.registrar().submissions().size();

        TestClient.Answer answer = ehr.post("/Consent/$dry-run", tried(permit));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(parameters(answer, "looked-at")).hasSize(1);
        List<JsonNode> changes = parameters(answer, "change");
        assertThat(changes).hasSize(1);
        assertThat(changes.getFirst().toString())
                .contains(held.uid())
                .contains(site.south().toHex());
        assertThat(value(changes.getFirst(), "before", "valueCode")).isEqualTo("deny");
        assertThat(value(changes.getFirst(), "after", "valueCode")).isEqualTo("permit");
        assertThat(site.registrar().submissions()).hasSize(before);
        assertThat(ehr.get("/Consent?patient=Patient/" + held.patientId()).total())
                .isZero();
        assertThat(officer.post("/Consent/$dry-run", tried(permit)).status()).isEqualTo(200);
    }

    @Test
    void shouldTellWhatWouldCloseWhenTheEndOfConsentIsTried() {
        TestClient.Answer created = ehr.post("/Consent", permit);
        String ended = created.body().replace("\"status\":\"active\"", "\"status\":\"inactive\"");

        TestClient.Answer answer = ehr.post("/Consent/$dry-run", tried(ended));

        List<JsonNode> changes = parameters(answer, "change");
        assertThat(changes).as(answer.body()).hasSize(1);
        assertThat(value(changes.getFirst(), "after", "valueCode")).isEqualTo("deny");
        assertThat(ehr.get("/Consent/" + created.id()).json().path("status").asText())
                .isEqualTo("active");
    }

    @Test
    void shouldSayWhenNothingWouldBeOpenedAndRefuseWhatWouldBeRefused() {
        ehr.post(
                "/Consent",
                Consents.changed(permit, text -> text.replace("\"type\": \"permit\"", "\"type\": \"deny\"")));

        TestClient.Answer shadowed = ehr.post("/Consent/$dry-run", tried(permit));
        assertThat(parameters(shadowed, "change")).as(shadowed.body()).isEmpty();
        assertThat(parameters(shadowed, "warning")).hasSize(1);

        TestClient.Answer wrong = ehr.post(
                "/Consent/$dry-run",
                tried(Consents.changed(permit, text -> text.replace("Policy-basic-normal", "Policy-deny"))));
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(ehr.post("/Consent/$dry-run", "{\"resourceType\": \"Parameters\"}")
                        .status())
                .isEqualTo(400);
    }

    private String question(OrganizationId requester, String purpose) {
        return """
                {"resourceType": "Parameters", "parameter": [
                  {"name": "patient", "valueReference": {"reference": "Patient/PATIENT"}},
                  {"name": "requester", "valueReference": {"reference": "Organization/REQUESTER"}},
                  {"name": "purpose", "valueCoding": {"system": "SYSTEM", "code": "PURPOSE"}}]}
                """.replace("PATIENT", held.patientId())
                .replace("REQUESTER", ReservedIds.member(requester))
                .replace("SYSTEM", ACT_REASON)
                .replace("PURPOSE", purpose);
    }

    private static String tried(String consent) {
        return "{\"resourceType\": \"Parameters\", \"parameter\": [{\"name\": \"consent\", \"resource\": " + consent
                + "}]}";
    }

    private static List<JsonNode> parameters(TestClient.Answer answer, String name) {
        return named(answer.json().path("parameter"), name);
    }

    private static String value(JsonNode parameter, String part, String type) {
        return named(parameter.path("part"), part).getFirst().path(type).asText();
    }

    private static List<JsonNode> named(JsonNode parameters, String name) {
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode parameter : parameters) {
            if (parameter.path("name").asText().equals(name)) {
                found.add(parameter);
            }
        }
        return found;
    }
}
