package org.assent.fhir.consent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assent.authorization.principal.Role;
import org.assent.decision.request.PurposeOfUse;
import org.assent.fhir.testing.Consents;
import org.assent.fhir.testing.FakeRegistrar;
import org.assent.fhir.testing.TestClient;
import org.assent.fhir.testing.TestSite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Versions of Consents: vread, histories, and what is left of a Consent that was deleted. */
class ConsentVersionsTest {

    private static final String BASE = "http://north.example/fhir/r4";

    private final TestSite site = TestSite.get();
    private final TestClient ehr = site.as(Role.EHR);
    private final TestClient officer = site.as(Role.PRIVACY_OFFICER);
    private final TestSite.Held held = site.held();
    private final TestClient.Answer created = ehr.post("/Consent", Consents.permit(held, site.own(), site.south()));
    private final String path = "/Consent/" + created.id();

    @AfterEach
    void ledgerIsBack() {
        site.registrar().ledger(FakeRegistrar.Ledger.FINAL);
    }

    @Test
    @Tag("PCF-108-01")
    @Tag("PCF-108-09")
    void shouldShowEveryVersionWithItsInteractionWhenHistoryIsAsked() {
        // Given
        ehr.put(path, created.body().replace("\"status\":\"active\"", "\"status\":\"inactive\""));

        // When
        TestClient.Answer history = ehr.get(path + "/_history");

        // Then
        assertThat(history.status()).as(history.body()).isEqualTo(200);
        assertThat(history.json().path("type").asText()).isEqualTo("history");
        assertThat(history.total()).isEqualTo(2);
        JsonNode newest = history.json().path("entry").path(0);
        JsonNode oldest = history.json().path("entry").path(1);
        assertThat(newest.path("request").path("method").asText()).isEqualTo("PUT");
        assertThat(newest.path("resource").path("status").asText()).isEqualTo("inactive");
        assertThat(newest.path("response").path("etag").asText()).isEqualTo("W/\"2\"");
        assertThat(oldest.path("request").path("method").asText()).isEqualTo("POST");
        assertThat(oldest.path("resource").path("status").asText()).isEqualTo("active");
        assertThat(history.body()).doesNotContain("urn:assent:visible");
        assertThat(ehr.get(path + "/_history/1").json().path("status").asText()).isEqualTo("active");
        assertThat(ehr.get(path + "/_history/3").status()).isEqualTo(404);
        assertThat(ehr.get(path + "/_history/x").status()).isBetween(400, 404);
    }

    @Test
    @Tag("PCF-108-01")
    void shouldGivePagesWithExactTotalWhenHistoryOfTheTypeIsAsked() {
        // Given
        ehr.put(path, created.body().replace("\"status\":\"active\"", "\"status\":\"inactive\""));
        Instant before =
                Instant.parse(created.json().path("meta").path("lastUpdated").asText());
        String since = "_since=" + before.toString().replace("+", "%2B");

        // When
        TestClient.Answer first = ehr.get("/Consent/_history?_count=1&" + since);

        // Then
        assertThat(first.status()).as(first.body()).isEqualTo(200);
        assertThat(first.total()).isGreaterThanOrEqualTo(2);
        assertThat(first.json().path("entry")).hasSize(1);
        JsonNode next = first.json().path("link").path(1);
        assertThat(next.path("relation").asText()).isEqualTo("next");
        TestClient.Answer second = ehr.get(next.path("url").asText().substring(BASE.length()));
        assertThat(second.json().path("entry")).hasSize(1);
        assertThat(second.json().path("entry")).isNotEqualTo(first.json().path("entry"));
        assertThat(ehr.get("/Consent/_history?_count=0").json().path("entry")).isEmpty();
        assertThat(ehr.get("/Consent/_history?_since=2090-01-01T00:00:00Z").total())
                .isZero();
    }

    @Test
    void shouldNameTheFaultWhenHistoryIsAskedWrongly() {
        for (String query : List.of("_since=yesterday", "_count=-1", "_at=2026", "_list=x")) {
            assertThat(ehr.get("/Consent/_history?" + query).status()).as(query).isEqualTo(400);
        }
        assertThat(ehr.get("/Consent/_history?other=1").status()).isEqualTo(200);
        assertThat(ehr.get("/Consent/_history?other=1", "Prefer", "handling=strict")
                        .status())
                .isEqualTo(400);
    }

    @Test
    @Tag("PCF-108-01")
    @Tag("FC-05")
    void shouldBeGoneForClientsAndThereForTheAuditorWhenConsentIsDeleted() {
        // Given
        TestClient clinician = site.as(Role.CLINICIAN);

        // When
        TestClient.Answer deleted = ehr.delete(path);

        // Then
        assertThat(deleted.status())
                .as("R4 http.html#delete: 204 without a body")
                .isEqualTo(204);
        for (TestClient client : List.of(ehr, clinician)) {
            for (String gone : List.of(path, path + "/_history/1", path + "/_history/2", path + "/_history")) {
                TestClient.Answer answer = client.get(gone);
                assertThat(answer.status()).as(gone + answer.body()).isEqualTo(410);
                assertThat(answer.body()).contains("OperationOutcome").doesNotContain("provision");
            }
            assertThat(client.get("/Consent?_id=" + created.id()).total()).isZero();
            assertThat(client.get("/Consent/_history?_count=200").body()).doesNotContain(created.id());
        }
        assertThat(officer.get(path).status()).isEqualTo(410);
        assertThat(officer.get(path + "/_history/1").json().path("status").asText())
                .isEqualTo("active");
        assertThat(officer.get(path + "/_history/2").json().path("status").asText())
                .isEqualTo("entered-in-error");
        TestClient.Answer history = officer.get(path + "/_history");
        assertThat(history.status()).as(history.body()).isEqualTo(200);
        assertThat(history.total()).isEqualTo(3);
        assertThat(history.json()
                        .path("entry")
                        .path(0)
                        .path("request")
                        .path("method")
                        .asText())
                .isEqualTo("DELETE");
        assertThat(officer.get("/Consent/_history?_count=200").body()).contains(created.id());
        assertThat(site.registrar().state(created.id()))
                .contains(org.assent.custody.consent.ConsentRegistrar.ConsentState.CLOSED);
    }

    @Test
    @Tag("FC-05")
    void shouldNotComeBackWhenDeletedConsentIsDeletedOrPutAgain() {
        ehr.delete(path);

        assertThat(ehr.delete(path).status()).isEqualTo(204);
        assertThat(ehr.put(path, created.body()).status()).isEqualTo(409);
        assertThat(ehr.get(path).status()).isEqualTo(410);
        assertThat(ehr.delete("/Consent/none").status()).isEqualTo(404);
    }

    @Test
    void shouldDeleteOnceTheLedgerHasTheEndWhenItWasAway() {
        // Given
        site.registrar().ledger(FakeRegistrar.Ledger.AWAY);

        // When
        TestClient.Answer accepted = ehr.delete(path);

        // Then
        assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
        String status = accepted.header("Content-Location").substring(BASE.length());
        TestClient.Answer meanwhile = ehr.get(path);
        assertThat(meanwhile.json().path("status").asText()).isEqualTo("entered-in-error");
        assertThat(meanwhile.body()).contains("pending").doesNotContain("urn:assent:visible");
        site.registrar().finishPending(status.substring(status.lastIndexOf('/') + 1));
        await().atMost(Duration.ofSeconds(30)).until(() -> ehr.get(path).status() == 410);
        assertThat(ehr.get(status).status()).isEqualTo(200);
        assertThat(ehr.get(status).body()).contains("deleted");
    }

    @Test
    void shouldRefuseToDeleteWhatIsEndingAndDeleteWhatHasEnded() {
        String inactive = created.body().replace("\"status\":\"active\"", "\"status\":\"inactive\"");
        site.registrar().ledger(FakeRegistrar.Ledger.AWAY);
        TestClient.Answer ending = ehr.put(path, inactive);
        assertThat(ehr.delete(path).status()).isEqualTo(409);

        String status = ending.header("Content-Location");
        site.registrar().finishPending(status.substring(status.lastIndexOf('/') + 1));
        await().atMost(Duration.ofSeconds(30)).until(() -> !ehr.get(path).body().contains("pending"));

        assertThat(ehr.delete(path).status()).isEqualTo(204);
        assertThat(officer.get(path + "/_history/1").status()).isEqualTo(200);
    }

    @Test
    void shouldAnswerAlikeWhenConsentIsDeniedDeletedOrMissing() {
        // Given: for this purpose a clinician finds no records of the site
        TestClient marketing = site.as(Role.CLINICIAN, new PurposeOfUse(PurposeOfUse.TREAT.system(), "HMARKT"));
        TestClient.Answer other = ehr.post("/Consent", Consents.permit(site.held(), site.own(), site.south()));
        ehr.delete("/Consent/" + other.id());

        for (String below : List.of("", "/_history/1", "/_history")) {
            TestClient.Answer missing = marketing.get("/Consent/none" + below);
            assertThat(missing.status()).isEqualTo(404);
            for (String id : List.of(created.id(), other.id())) {
                TestClient.Answer hidden = marketing.get("/Consent/" + id + below);
                assertThat(hidden.status()).as(below).isEqualTo(404);
                assertThat(hidden.body()).isEqualTo(missing.body());
            }
        }
        assertThat(marketing.get("/Consent/_history").total()).isZero();
    }
}
