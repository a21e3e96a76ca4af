package org.assent.fhir.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assent.authorization.principal.Role;
import org.assent.fhir.testing.TestClient;
import org.assent.fhir.testing.TestSite;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What clients send wrong: each a 4xx with a reason, never a 500, nothing stored, nothing of our insides shown. */
class BadInputTest {

    private final TestSite site = TestSite.get();
    private final TestClient ehr = site.as(Role.EHR);

    @Test
    @Tag("PCF-108-07")
    void shouldRefuseWithReasonWhenBodyIsNotFhir() {
        for (String body : List.of(
                "",
                "not json",
                "{",
                "[]",
                "{}",
                "{\"resourceType\":\"Nothing\"}",
                "{\"resourceType\":\"Patient\",\"unknown\":1}",
                "{\"resourceType\":\"Patient\",\"gender\":\"wrong\"}",
                "{\"resourceType\":\"Patient\",\"birthDate\":\"1970-13-77\"}",
                "{\"resourceType\":\"Observation\",\"status\":\"final\"}",
                "{\"resourceType\":\"Patient\",\"name\":\"x\"}",
                "{\"resourceType\":\"Patient\",\"contact\":" + "[".repeat(3000) + "]".repeat(3000) + "}")) {
            TestClient.Answer answer = ehr.post("/Patient", body);
            assertThat(answer.status())
                    .as(body.substring(0, Math.min(60, body.length())) + " " + answer.body())
                    .isBetween(400, 422);
            assertClean(answer);
        }
    }

    @Test
    void shouldRefuseWhenRequiredElementIsMissing() {
        TestClient.Answer answer = ehr.post("/DocumentReference", "{\"resourceType\":\"DocumentReference\"}");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body()).contains("DocumentReference.status").contains("DocumentReference.content");
    }

    @Test
    void shouldRefuseWhenReferenceDangles() {
        TestClient.Answer answer = ehr.post(
                "/DocumentReference",
                "{\"resourceType\":\"DocumentReference\",\"status\":\"current\",\"subject\":{\"reference\":\"Patient/none\"},"
                        + "\"content\":[{\"attachment\":{\"title\":\"x\"}}]}");

        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(answer.body()).contains("DocumentReference.subject");
    }

    @Test
    void shouldRefuseWhenBodyIsTooLarge() {
        String large = "{\"resourceType\":\"Patient\",\"language\":\"" + "x".repeat(3 << 20) + "\"}";

        TestClient.Answer answer = ehr.post("/Patient", large);

        assertThat(answer.status()).as(answer.body()).isEqualTo(413);
    }

    @Test
    void shouldRefuseWhenBodyIsCompressed() {
        TestClient.Answer answer = ehr.post("/Patient", "{\"resourceType\":\"Patient\"}", "Content-Encoding", "gzip");

        assertThat(answer.status()).as(answer.body()).isEqualTo(415);
        assertThat(answer.body()).contains("Content-Encoding");
    }

    @Test
    void shouldRefuseWhenVersionIsStale() {
        String id = "ehr-" + UUID.randomUUID();
        String patient = "{\"resourceType\":\"Patient\",\"id\":\"" + id + "\",\"active\":true}";
        assertThat(ehr.put("/Patient/" + id, patient).status()).isEqualTo(201);

        TestClient.Answer stale = ehr.put("/Patient/" + id, patient.replace("true", "false"), "If-Match", "W/\"7\"");

        assertThat(stale.status()).as(stale.body()).isEqualTo(412);
        assertThat(ehr.put("/Patient/" + id, patient.replace("true", "false"), "If-Match", "W/\"1\"")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void shouldKeepItsOwnTagsWhenClientSendsSome() {
        String patient = "{\"resourceType\":\"Patient\",\"meta\":{\"tag\":[{\"system\":\"urn:assent:visible\","
                + "\"code\":\"directory\"},{\"system\":\"urn:other\",\"code\":\"x\"}]}}";

        TestClient.Answer created = ehr.post("/Patient", patient);

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.body()).contains("urn:other").doesNotContain("urn:assent:visible");
        assertThat(site.asPeer(site.south(), "none")
                        .get("/Patient/" + created.id())
                        .status())
                .isEqualTo(404);
    }

    @Test
    void shouldRefuseReservedIdsAndOddOnes() {
        String id = "member-" + "0".repeat(40);
        assertThat(ehr.put(
                                "/Organization/" + id,
                                "{\"resourceType\":\"Organization\",\"id\":\"" + id + "\",\"name\":\"x\"}")
                        .status())
                .isEqualTo(409);
        for (String path :
                List.of("/Patient/a'b", "/Patient/" + "x".repeat(80), "/Patient/%20", "/Unknown/1", "/Patient/1/$x")) {
            TestClient.Answer answer = ehr.get(path);
            assertThat(answer.status()).as(path + answer.body()).isBetween(400, 405);
            assertClean(answer);
        }
    }

    @Test
    void shouldRefuseWhatIsNotOffered() {
        TestSite.Held held = site.held();
        for (TestClient.Answer answer : List.of(
                ehr.send(
                        "PATCH",
                        "/Patient/" + held.patientId(),
                        Optional.of("[]"),
                        "Content-Type",
                        "application/json-patch+json"),
                ehr.delete("/Patient/" + held.patientId()),
                ehr.post("/ImagingStudy", "{\"resourceType\":\"ImagingStudy\"}"),
                ehr.post("/AuditEvent", "{\"resourceType\":\"AuditEvent\"}"),
                ehr.post("/Provenance", "{\"resourceType\":\"Provenance\"}"),
                ehr.delete("/Consent?patient=Patient/" + held.patientId()),
                ehr.post("", "{\"resourceType\":\"Bundle\",\"type\":\"transaction\"}"))) {
            assertThat(answer.status()).as(answer.body()).isIn(400, 403, 404, 405);
            assertClean(answer);
        }
    }

    private static void assertClean(TestClient.Answer answer) {
        assertThat(answer.body())
                .doesNotContain("HAPI-")
                .doesNotContain("ca.uhn")
                .doesNotContain("java.")
                .doesNotContain("Exception")
                .doesNotContain("\tat ");
    }
}
