package org.assent.fhir.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.assent.authorization.principal.Role;
import org.assent.fhir.jpa.FhirDatabase;
import org.assent.fhir.jpa.ResourceStore;
import org.assent.fhir.testing.Consents;
import org.assent.fhir.testing.FakeDecisions;
import org.assent.fhir.testing.FakeRegistrar;
import org.assent.fhir.testing.TestClient;
import org.assent.fhir.testing.TestSite;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.r4.model.AuditEvent;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The access history as a privacy officer reads it. */
class AuditEventsTest {

    private final TestSite site = TestSite.get();
    private final TestClient officer = site.as(Role.PRIVACY_OFFICER);

    @Test
    @Tag("BALP-01")
    @Tag("BALP-04")
    @Tag("BALP-07")
    @Tag("BALP-10")
    void shouldShowEachAccessAndEachRefusalOnceWithConsentAndHeight() {
        // Given
        TestSite.Held held = site.held();
        String id = site.as(Role.EHR)
                .get("/ImagingStudy?identifier=" + held.uid())
                .json()
                .at("/entry/0/resource/id")
                .asText();
        TestClient peer = site.asPeer(site.south(), held.patientId());

        // When
        assertThat(peer.get("/ImagingStudy/" + id, "X-Request-Id", "refused-" + id)
                        .status())
                .isEqualTo(404);
        site.decisions().permit(site.south(), held.uid());
        assertThat(peer.get("/ImagingStudy/" + id, "X-Request-Id", "permitted-1")
                        .status())
                .isEqualTo(200);
        assertThat(peer.get("/ImagingStudy/" + id, "X-Request-Id", "permitted-2")
                        .status())
                .isEqualTo(200);

        // Then
        String query = "/AuditEvent?entity:identifier=urn:dicom:uid%7Curn:oid:" + held.uid();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> officer.get(query + "&outcome=0").total() == 2
                        && officer.get(query + "&outcome=8").total() == 1);
        JsonNode refusal = officer.get(query + "&outcome=8").json().at("/entry/0/resource");
        assertThat(refusal.at("/type/code").asText()).isEqualTo("110113");
        assertThat(refusal.toString())
                .contains(Long.toString(FakeDecisions.HEIGHT))
                .contains("refused-");
        TestClient.Answer accesses = officer.get(query + "&outcome=0&_sort=date");
        assertThat(accesses.body())
                .contains("Consent/relied-on")
                .contains("ledger-height")
                .contains("Patient/" + held.patientId())
                .contains("permitted-1");
        assertThat(officer.get("/AuditEvent?patient=Patient/" + held.patientId())
                        .total())
                .isEqualTo(3);
        assertThat(officer.get("/AuditEvent?date=gt2020-01-01&type=rest&_count=0")
                        .total())
                .isGreaterThanOrEqualTo(2);
        assertValid(accesses, officer.get(query + "&outcome=8"), officer.get("/AuditEvent?_count=30"));
    }

    @Test
    @Tag("PCF-108-13")
    @Tag("PCF-108-09")
    void shouldShowEachInteractionWithConsentUnderItsPatient() {
        // Given
        TestSite.Held held = site.held();
        TestClient ehr = site.as(Role.EHR);
        TestClient.Answer created = ehr.post("/Consent", Consents.permit(held, site.own(), site.south()));
        String path = "/Consent/" + created.id();

        // When
        ehr.get(path);
        ehr.put(path, created.body().replace("\"status\":\"active\"", "\"status\":\"inactive\""));
        ehr.delete(path);

        // Then
        String query = "/AuditEvent?patient=Patient/" + held.patientId();
        await().atMost(Duration.ofSeconds(60)).until(() -> officer.get(query).total() == 4);
        for (String action : List.of("C", "R", "U", "D")) {
            TestClient.Answer one = officer.get(query + "&action=" + action);
            assertThat(one.total()).as(action + one.body()).isEqualTo(1);
            assertThat(one.body()).contains("Consent/" + created.id());
            assertValid(one);
        }
    }

    @Test
    @Tag("PCF-108-13")
    void shouldNameThePatientWhenTheWriteWaitsOrTheConsentIsGone() {
        // Given
        TestSite.Held held = site.held();
        TestClient ehr = site.as(Role.EHR);
        TestClient.Answer created = ehr.post("/Consent", Consents.permit(held, site.own(), site.south()));
        String path = "/Consent/" + created.id();
        site.registrar().ledger(FakeRegistrar.Ledger.AWAY);

        // When
        TestClient.Answer waiting = ehr.delete(path);
        String status = waiting.header("Content-Location").substring("http://north.example/fhir/r4".length());
        ehr.get(status);
        site.registrar().ledger(FakeRegistrar.Ledger.FINAL);
        site.registrar().finishPending(status.substring(status.lastIndexOf('/') + 1));
        ehr.get(status);
        assertThat(ehr.get(path).status()).isEqualTo(410);

        // Then: created, taken, asked for twice, and read in vain
        String query = "/AuditEvent?patient=Patient/" + held.patientId();
        await().atMost(Duration.ofSeconds(60)).until(() -> officer.get(query).total() == 5);
        assertValid(officer.get(query));
    }

    @Test
    void shouldBeNobodyElses() {
        for (Role role : List.of(Role.CLINICIAN, Role.EHR)) {
            assertThat(site.as(role).get("/AuditEvent").status()).isEqualTo(403);
        }
    }

    @Test
    void shouldRenderEveryEventAgainWhenTheFhirDatabaseIsLost() {
        // Given
        String path = "/ImagingStudy?identifier=" + site.held().uid();
        String query = "/AuditEvent?_count=200&_sort=-_lastUpdated";
        int before = officer.get(query).total();
        assertThat(site.as(Role.EHR).get(path).status()).isEqualTo(200);
        await().atMost(Duration.ofSeconds(60)).until(() -> officer.get(query).total() > before);

        // When
        FhirDatabase empty = new FhirDatabase("jdbc:h2:mem:audit-again;DB_CLOSE_DELAY=-1", "sa", "", 4);
        try (ResourceStore again = ResourceStore.open(empty);
                AuditTrailFollower follower = new AuditTrailFollower(
                        again,
                        site.own(),
                        site.parts().shared()::sourceOf,
                        site.parts().trails())) {
            while (follower.round()) {
                // There may be more at once.
            }

            // Then
            for (JsonNode entry : officer.get(query).json().path("entry")) {
                String id = entry.at("/resource/id").asText();
                assertThat(again.read(AuditEvent.class, id)).as(id).isPresent();
            }
        }
    }

    private static void assertValid(TestClient.Answer... answers) {
        FhirContext fhir = FhirContext.forR4Cached();
        FhirInstanceValidator r4 = new FhirInstanceValidator(new ValidationSupportChain(
                new DefaultProfileValidationSupport(fhir),
                new CommonCodeSystemsTerminologyService(fhir),
                new InMemoryTerminologyServerValidationSupport(fhir)));
        r4.setErrorForUnknownProfiles(false);
        FhirValidator validator = fhir.newValidator().registerValidatorModule(r4);
        for (TestClient.Answer answer : answers) {
            for (JsonNode entry : answer.json().path("entry")) {
                assertThat(validator.validateWithResult(entry.path("resource").toString()).getMessages().stream()
                                .filter(m -> m.getSeverity().compareTo(ResultSeverityEnum.ERROR) >= 0)
                                .map(m -> m.getLocationString() + ": " + m.getMessage()))
                        .isEmpty();
            }
        }
    }
}
