package org.assent.fhir.consent;

import static org.assertj.core.api.Assertions.assertThat;

import org.assent.authorization.principal.Role;
import org.assent.fhir.testing.Consents;
import org.assent.fhir.testing.TestClient;
import org.assent.fhir.testing.TestSite;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A permit under a denial: recorded, with a warning that it opens nothing. */
class ConsentEffectsTest {

    private final TestSite site = TestSite.get();
    private final TestClient ehr = site.as(Role.EHR);
    private final TestSite.Held held = site.held();
    private final String permit = Consents.permit(held, site.own(), site.south());

    /** South may not see anything of this patient for treatment. */
    private String denial() {
        return Consents.changed(permit, text -> text.replace("\"type\": \"permit\"", "\"type\": \"deny\"")
                .replaceAll("(?s),\\s*\"data\": \\[.*?\\}\\}\\}\\]", ""));
    }

    private TestClient.Answer denied;

    @BeforeEach
    void deny() {
        denied = ehr.post("/Consent", denial());
        assertThat(denied.status()).as(denied.body()).isEqualTo(201);
        assertThat(denied.json().path("resourceType").asText()).isEqualTo("Consent");
    }

    @Test
    void shouldWarnWhenAnActiveDenialCoversAllThatIsPermitted() {
        TestClient.Answer answer = ehr.post("/Consent", permit);

        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        assertThat(answer.header("Location")).contains("/fhir/r4/Consent/").contains("/_history/1");
        assertThat(answer.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
        assertThat(answer.json().path("issue").path(0).path("severity").asText())
                .isEqualTo("warning");
        assertThat(ehr.get("/Consent?patient=Patient/" + held.patientId() + "&status=active")
                        .total())
                .isEqualTo(2);
    }

    @Test
    void shouldGiveTheConsentWhenTheClientPrefersIt() {
        TestClient.Answer answer = ehr.post("/Consent", permit, "Prefer", "return=representation");

        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        assertThat(answer.json().path("resourceType").asText()).isEqualTo("Consent");
    }

    @Test
    void shouldNotWarnWhenSomethingIsOpenedOrTheDenialHasEnded() {
        String forOthersToo = Consents.changed(
                permit,
                text -> text.replace(
                        "\"purpose\": [{",
                        "\"purpose\": [{\"system\": \"http://terminology.hl7.org/CodeSystem/v3-ActReason\", \"code\": \"HOPERAT\"}, {"));
        assertThat(ehr.post("/Consent", forOthersToo)
                        .json()
                        .path("resourceType")
                        .asText())
                .isEqualTo("Consent");

        ehr.delete("/Consent/" + denied.id());

        assertThat(ehr.post("/Consent", permit).json().path("resourceType").asText())
                .isEqualTo("Consent");
    }
}
