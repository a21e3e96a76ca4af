package org.assent.fhir.consent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assent.authorization.principal.Role;
import org.assent.fhir.testing.Consents;
import org.assent.fhir.testing.FakeRegistrar;
import org.assent.fhir.testing.TestClient;
import org.assent.fhir.testing.TestSite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Access Consent [ITI-108] as an EHR uses it, and what is refused. */
class ConsentWritesTest {

    private final TestSite site = TestSite.get();
    private final TestClient ehr = site.as(Role.EHR);
    private final TestSite.Held held = site.held();
    private final String consent = Consents.permit(held, site.own(), site.south());

    @AfterEach
    void ledgerIsBack() {
        site.registrar().ledger(FakeRegistrar.Ledger.FINAL);
    }

    @Test
    @Tag("PCF-108-15")
    @Tag("FP-01")
    @Tag("FP-03")
    void shouldStoreConsentWithProvenanceWhenLedgerIsFinal() {
        TestClient.Answer created = ehr.post("/Consent", consent);

        assertThat(created.status()).as(created.body()).isEqualTo(201);
        assertThat(created.header("Location")).contains("/fhir/r4/Consent/").contains("/_history/1");
        assertThat(created.header("ETag")).isEqualTo("W/\"1\"");
        assertThat(created.body()).contains("in-force");
        TestClient.Answer withProvenance = ehr.get("/Consent?_id=" + created.id() + "&_revinclude=Provenance:target");
        assertThat(withProvenance.total()).isEqualTo(1);
        assertThat(withProvenance.body())
                .contains("test-chain")
                .contains("by the key that the source keeps for the patient")
                .contains("Consent/" + created.id() + "/_history/1");
        assertThat(site.registrar().submissions().getLast().recipients()).containsExactly(site.south());
    }

    @Test
    @Tag("PCF-108-15")
    void shouldGiveTheSameConsentWhenTheSameRequestComesAgain() {
        TestClient.Answer first = ehr.post("/Consent", consent);
        TestClient.Answer second = ehr.post("/Consent", consent);

        assertThat(second.id()).isEqualTo(first.id());
        assertThat(ehr.get("/Consent?patient=Patient/" + held.patientId()).total())
                .isEqualTo(1);
    }

    @Test
    @Tag("PCF-108-15")
    void shouldAnswerWithStatusAddressWhenLedgerIsSlowAndStoreWhenItIsFinal() {
        site.registrar().ledger(FakeRegistrar.Ledger.SLOW);
        TestClient.Answer accepted = ehr.post("/Consent", consent);
        assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
        String status = accepted.header("Content-Location");
        assertThat(status).startsWith("http://north.example/fhir/r4/$consent-status/");
        String path = status.substring("http://north.example/fhir/r4".length());
        assertThat(ehr.get(path).status()).isEqualTo(202);
        assertThat(ehr.get("/Consent?patient=Patient/" + held.patientId()).total())
                .isZero();

        site.registrar().finishPending(path.substring(path.lastIndexOf('/') + 1));

        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        ehr.get("/Consent?patient=Patient/" + held.patientId()).total() == 1);
        TestClient.Answer done = ehr.get(path);
        assertThat(done.status()).as(done.body()).isEqualTo(200);
        assertThat(done.json().path("resourceType").asText()).isEqualTo("Consent");
    }

    @Test
    void shouldAnswer404WhenStatusOfUnknownOperationIsAsked() {
        assertThat(ehr.get("/$consent-status/" + UUID.randomUUID()).status()).isEqualTo(404);
    }

    @Test
    @Tag("PCF-108-15")
    void shouldAnswer503WithRetryAfterAndStoreNothingWhenLedgerIsAway() {
        site.registrar().ledger(FakeRegistrar.Ledger.AWAY);

        TestClient.Answer answer = ehr.post("/Consent", consent);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isEqualTo("7");
        assertThat(answer.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
        assertThat(ehr.get("/Consent?patient=Patient/" + held.patientId()).total())
                .isZero();
    }

    @Test
    @Tag("PCF-108-15")
    void shouldLeaveNothingBehindWhenLedgerRefuses() {
        site.registrar().ledger(FakeRegistrar.Ledger.REFUSES);

        TestClient.Answer answer = ehr.post("/Consent", consent);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(ehr.get("/Consent?patient=Patient/" + held.patientId()).total())
                .isZero();
    }

    @Test
    void shouldRefuseWhenPatientHasNoStudyHere() {
        site.registrar().ledger(FakeRegistrar.Ledger.DOES_NOT_KNOW_THE_PATIENT);

        assertThat(ehr.post("/Consent", consent).status()).isEqualTo(422);
    }

    @Test
    @Tag("PCF-108-09")
    void shouldEndConsentWithoutIfMatchWhenItIsPutInactive() {
        TestClient.Answer created = ehr.post("/Consent", consent);

        TestClient.Answer ended = ehr.put("/Consent/" + created.id(), inactive(created));

        assertThat(ended.status()).as(ended.body()).isEqualTo(200);
        assertThat(ended.json().path("status").asText()).isEqualTo("inactive");
        assertThat(ended.body()).contains("closed");
        assertThat(ehr.get("/Consent/" + created.id() + "/_history/1")
                        .json()
                        .path("status")
                        .asText())
                .isEqualTo("active");
        TestClient.Answer history = ehr.get("/Consent/" + created.id() + "/_history");
        assertThat(history.status()).as(history.body()).isEqualTo(200);
        assertThat(history.json().path("entry")).hasSize(2);
        assertThat(ehr.put("/Consent/" + created.id(), inactive(created)).status())
                .isEqualTo(200);
        assertThat(ehr.put("/Consent/" + created.id(), withId(consent, created.id()))
                        .status())
                .isEqualTo(409);
    }

    @Test
    void shouldBindHereAndAnswer202WhenConsentEndsWhileLedgerIsAway() {
        TestClient.Answer created = ehr.post("/Consent", consent);
        site.registrar().ledger(FakeRegistrar.Ledger.AWAY);

        TestClient.Answer ended = ehr.put("/Consent/" + created.id(), inactive(created));

        assertThat(ended.status()).as(ended.body()).isEqualTo(202);
        TestClient.Answer now = ehr.get("/Consent/" + created.id());
        assertThat(now.json().path("status").asText()).isEqualTo("inactive");
        assertThat(now.body()).contains("pending");
    }

    @Test
    @Tag("PCF-108-10")
    void shouldShowConsentAsEnteredInErrorWhenItIsPutSo() {
        TestClient.Answer created = ehr.post("/Consent", consent);

        TestClient.Answer ended = ehr.put(
                "/Consent/" + created.id(),
                created.body().replace("\"status\":\"active\"", "\"status\":\"entered-in-error\""));

        assertThat(ended.status()).as(ended.body()).isEqualTo(200);
        assertThat(ehr.get("/Consent/" + created.id()).json().path("status").asText())
                .isEqualTo("entered-in-error");
    }

    @Test
    @Tag("PCF-108-16")
    void shouldReplaceTermsOnlyWhenIfMatchNamesTheCurrentVersion() {
        String id = "ehr-" + UUID.randomUUID();
        TestClient.Answer created = ehr.put("/Consent/" + id, withId(consent, id));
        assertThat(created.status()).as(created.body()).isEqualTo(201);
        String changed = withId(consent, id).replace("2036-12-31", "2030-06-30");

        assertThat(ehr.put("/Consent/" + id, withId(consent, id)).status()).isEqualTo(200);
        assertThat(ehr.put("/Consent/" + id, changed, "If-Match", "W/\"9\"").status())
                .isEqualTo(412);
        TestClient.Answer replaced = ehr.put("/Consent/" + id, changed, "If-Match", "W/\"1\"");
        assertThat(replaced.status()).as(replaced.body()).isEqualTo(200);
        assertThat(replaced.header("ETag")).isEqualTo("W/\"2\"");
        assertThat(ehr.put("/Consent/" + id, withId(consent, id)).status())
                .as("without If-Match, where it is not required")
                .isEqualTo(200);
        assertThat(ehr.put("/Consent/" + id, inactive(replaced), "If-Match", "W/\"1\"")
                        .status())
                .as("honoured where it is sent")
                .isEqualTo(412);
        assertThat(ehr.delete("/Consent/" + id, "If-Match", "W/\"1\"").status()).isEqualTo(412);
        assertThat(ehr.delete("/Consent/" + id).status()).isEqualTo(204);
    }

    @Test
    @Tag("PCF-108-16")
    void shouldRefuseNewTermsWithoutIfMatchWhereItIsRequiredAndNeverTheEnd() {
        TestClient strict = site.ehrUnder(new ConsentRules(true, true));
        String id = "ehr-" + UUID.randomUUID();
        assertThat(strict.put("/Consent/" + id, withId(consent, id)).status()).isEqualTo(201);
        String changed = withId(consent, id).replace("2036-12-31", "2030-06-30");

        TestClient.Answer refused = strict.put("/Consent/" + id, changed);

        assertThat(refused.status()).as(refused.body()).isEqualTo(428);
        assertThat(refused.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
        assertThat(strict.put("/Consent/" + id, changed, "If-Match", "W/\"1\"").status())
                .isEqualTo(200);
        assertThat(strict.get("/metadata").body()).contains("versioned-update");
        assertThat(strict.put("/Consent/" + id, inactive(strict.get("/Consent/" + id)))
                        .status())
                .isEqualTo(200);
        assertThat(strict.delete("/Consent/" + id).status()).isEqualTo(204);
    }

    @Test
    @Tag("PCF-108-16")
    void shouldLetOneOfTwoWritersWinWhenBothNameTheSameVersion() throws Exception {
        String id = "ehr-" + UUID.randomUUID();
        ehr.put("/Consent/" + id, withId(consent, id));
        List<Integer> statuses;
        try (ExecutorService writers = Executors.newFixedThreadPool(2)) {
            statuses = writers
                    .invokeAll(List.<Callable<TestClient.Answer>>of(
                            () -> replace(id, "2031-06-30"), () -> replace(id, "2032-06-30")))
                    .stream()
                    .map(ConsentWritesTest::status)
                    .toList();
        }

        assertThat(statuses).containsOnlyOnce(200).containsAnyOf(409, 412).hasSize(2);
    }

    private TestClient.Answer replace(String id, String end) {
        return ehr.put("/Consent/" + id, withId(consent, id).replace("2036-12-31", end), "If-Match", "W/\"1\"");
    }

    private static int status(Future<TestClient.Answer> answer) {
        return answer.resultNow().status();
    }

    @Test
    @Tag("PCF-108-14")
    void shouldCreateOnceWhenIfNoneExistNamesAnIdentifier() {
        String value = "urn:uuid:" + UUID.randomUUID();
        String condition = "identifier=urn:ietf:rfc:3986|" + value;
        String identified = consent.replace(
                "\"status\": \"active\"",
                "\"identifier\": [{\"system\": \"urn:ietf:rfc:3986\", \"value\": \"" + value
                        + "\"}], \"status\": \"active\"");

        TestClient.Answer first = ehr.post("/Consent", identified, "If-None-Exist", condition);
        TestClient.Answer second =
                ehr.post("/Consent", identified.replace("2036-12-31", "2030-06-30"), "If-None-Exist", condition);

        assertThat(first.status()).as(first.body()).isEqualTo(201);
        assertThat(second.status()).as(second.body()).isEqualTo(200);
        assertThat(second.id()).isEqualTo(first.id());
        ehr.post("/Consent", identified.replace("2036-12-31", "2031-06-30"));
        TestClient.Answer several = ehr.post("/Consent", identified, "If-None-Exist", condition);
        assertThat(several.status()).as(several.body()).isEqualTo(412);
        TestClient.Answer other = ehr.post("/Consent", consent, "If-None-Exist", "status=active");
        assertThat(other.status()).isEqualTo(400);
        assertThat(other.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
    }

    @Test
    @Tag("PCF-108-14")
    void shouldCreateOnceWhenIfNoneExistComesAgainBeforeTheLedgerHasTheFirst() {
        // Given
        String value = "urn:uuid:" + UUID.randomUUID();
        String condition = "identifier=urn:ietf:rfc:3986|" + value;
        String identified = consent.replace(
                "\"status\": \"active\"",
                "\"identifier\": [{\"system\": \"urn:ietf:rfc:3986\", \"value\": \"" + value
                        + "\"}], \"status\": \"active\"");
        site.registrar().ledger(FakeRegistrar.Ledger.SLOW);
        TestClient.Answer first = ehr.post("/Consent", identified, "If-None-Exist", condition);

        // When
        TestClient.Answer second =
                ehr.post("/Consent", identified.replace("2036-12-31", "2030-06-30"), "If-None-Exist", condition);

        // Then
        assertThat(first.status()).as(first.body()).isEqualTo(202);
        assertThat(second.status()).as(second.body()).isEqualTo(202);
        assertThat(second.header("Content-Location")).isEqualTo(first.header("Content-Location"));
        site.registrar().ledger(FakeRegistrar.Ledger.FINAL);
        TestClient.Answer third =
                ehr.post("/Consent", identified.replace("2036-12-31", "2031-06-30"), "If-None-Exist", condition);
        assertThat(third.status()).as(third.body()).isEqualTo(200);
        assertThat(third.body()).contains("2036-12-31");
        assertThat(ehr.get("/Consent?identifier=" + condition.substring(11).replace("|", "%7C"))
                        .total())
                .isEqualTo(1);
    }

    @Test
    @Tag("PCF-108-16")
    void shouldTakeTheEndAndNoOtherTermsWhileTermsWaitForTheLedger() {
        // Given new terms that the ledger does not have yet
        String id = "ehr-" + UUID.randomUUID();
        ehr.put("/Consent/" + id, withId(consent, id));
        site.registrar().ledger(FakeRegistrar.Ledger.SLOW);
        TestClient.Answer waiting = replace(id, "2031-06-30");
        assertThat(waiting.status()).as(waiting.body()).isEqualTo(202);

        // When
        TestClient.Answer again = replace(id, "2031-06-30");
        TestClient.Answer others = replace(id, "2032-06-30");
        TestClient.Answer ended = ehr.put("/Consent/" + id, inactive(ehr.get("/Consent/" + id)));

        // Then
        assertThat(again.header("Content-Location")).isEqualTo(waiting.header("Content-Location"));
        assertThat(others.status()).as(others.body()).isEqualTo(409);
        assertThat(ended.status()).as(ended.body()).isEqualTo(202);
        assertThat(ehr.put("/Consent/" + id, inactive(ehr.get("/Consent/" + id)))
                        .status())
                .as("the ledger does not have it yet")
                .isEqualTo(202);
    }

    @Test
    @Tag("PCF-108-16")
    void shouldCompareIfMatchWithTheTermsInForceWhenTheyAreNotStoredYet() {
        // Given new terms that became final unseen
        String id = "ehr-" + UUID.randomUUID();
        ehr.put("/Consent/" + id, withId(consent, id));
        site.registrar().ledger(FakeRegistrar.Ledger.SLOW);
        String status = replace(id, "2031-06-30").header("Content-Location");
        site.registrar().finishPending(status.substring(status.lastIndexOf('/') + 1));
        site.registrar().ledger(FakeRegistrar.Ledger.FINAL);

        // When
        TestClient.Answer stale = replace(id, "2032-06-30");

        // Then
        assertThat(stale.status()).as(stale.body()).isEqualTo(412);
        assertThat(ehr.get("/Consent/" + id).body()).contains("2031-06-30");
    }

    @Test
    @Tag("PCF-108-14")
    void shouldRefuseConditionalUpdateAndDeleteAndPatchWithAnOutcome() {
        TestClient.Answer created = ehr.post("/Consent", consent);
        String condition = "/Consent?patient=Patient/" + held.patientId();

        for (TestClient.Answer refused : List.of(
                ehr.put(condition, consent),
                ehr.delete(condition),
                ehr.send(
                        "PATCH",
                        "/Consent/" + created.id(),
                        Optional.of("[]"),
                        "Content-Type",
                        "application/json-patch+json"))) {
            assertThat(refused.status()).as(refused.body()).isEqualTo(405);
            assertThat(refused.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
        }
        assertThat(ehr.get(condition + "&status=active").total()).isEqualTo(1);
    }

    @Test
    @Tag("PCF-108-14")
    void shouldCreateUnderTheIdOfTheClientWhenItPuts() {
        String id = "ehr-" + UUID.randomUUID();

        assertThat(ehr.put("/Consent/" + id, withId(consent, id)).status()).isEqualTo(201);
        assertThat(ehr.put("/Consent/member-" + id, withId(consent, "member-" + id))
                        .status())
                .isEqualTo(409);
        TestClient.Answer other = ehr.put("/Consent/another-" + id, withId(consent, id));
        assertThat(other.status()).as("another id in the body").isEqualTo(400);
        assertThat(other.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
    }

    @Test
    @Tag("PCF-108-15")
    void shouldAnswerAtOnceWhenTheClientPrefersToAskAgain() {
        TestClient.Answer accepted = ehr.post("/Consent", consent, "Prefer", "respond-async");

        assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
        String status = accepted.header("Content-Location");
        String path = status.substring("http://north.example/fhir/r4".length());
        assertThat(ehr.get(path).status()).isEqualTo(202);
        site.registrar().finishPending(path.substring(path.lastIndexOf('/') + 1));
        TestClient.Answer done = ehr.get(path);
        assertThat(done.status()).as(done.body()).isEqualTo(200);
        assertThat(done.json().path("resourceType").asText()).isEqualTo("Consent");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "performer     | \"performer\": [{\"reference\": \"Patient/PATIENT\"}],",
                "source        | \"sourceAttachment\": {\"title\": \"signed form\", \"data\": \"c2lnbmVk\"},",
                "policy        | \"policy\": [{\"uri\": \"https://profiles.ihe.net/ITI/PCF/Policy-basic-normal\"}],"
            })
    @Tag("FC-03")
    @Tag("PCF-108-08")
    void shouldRefuseAndSubmitNothingWhenRequiredPartIsMissing(String what, String part) {
        int before = site.registrar().submissions().size();
        String without = consent.replace(part.replace("PATIENT", held.patientId()), "");
        assertThat(without).isNotEqualTo(consent);

        TestClient.Answer answer = ehr.post("/Consent", without);

        assertThat(answer.status()).as(what).isEqualTo(422);
        assertThat(answer.json()
                        .path("issue")
                        .path(0)
                        .path("expression")
                        .path(0)
                        .asText())
                .startsWith("Consent." + what);
        assertThat(site.registrar().submissions()).hasSize(before);
    }

    @Test
    @Tag("FC-03")
    void shouldRefuseWhenPartiesAreNotOfThisSite() {
        int before = site.registrar().submissions().size();
        TestSite.Held other = site.held();

        for (String wrong : List.of(
                consent.replace(
                        "\"patient\": {\"reference\": \"Patient/" + held.patientId(),
                        "\"patient\": {\"reference\": \"Patient/unknown"),
                consent.replace(
                        "\"performer\": [{\"reference\": \"Patient/" + held.patientId(),
                        "\"performer\": [{\"reference\": \"Patient/" + other.patientId()),
                Consents.permit(held, site.south(), site.south()),
                consent.replace(held.uid(), other.uid()),
                consent.replace(
                        "\"sourceAttachment\": {\"title\": \"signed form\", \"data\": \"c2lnbmVk\"}",
                        "\"sourceReference\": {\"reference\": \"DocumentReference/none\"}"))) {
            TestClient.Answer answer = ehr.post("/Consent", wrong);
            assertThat(answer.status()).as(answer.body()).isEqualTo(422);
            assertThat(answer.json()
                            .path("issue")
                            .path(0)
                            .path("expression")
                            .path(0)
                            .asText())
                    .startsWith("Consent.");
        }
        assertThat(site.registrar().submissions()).hasSize(before);
    }

    @Test
    void shouldRefuseWhenCallerIsNotTheEhr() {
        assertThat(site.anonymous().post("/Consent", consent).status()).isEqualTo(401);
        assertThat(site.as(Role.CLINICIAN).post("/Consent", consent).status()).isEqualTo(403);
        assertThat(site.asPeer(site.south(), held.patientId())
                        .post("/Consent", consent)
                        .status())
                .isIn(401, 403);
    }

    @Test
    @Tag("PCF-108-03")
    @Tag("PCF-108-06")
    void shouldFindConsentByEachParameterOfTheProfile() {
        TestClient.Answer created = ehr.post("/Consent", consent);
        String patient = "Patient/" + held.patientId();

        for (String query : List.of(
                "patient=" + patient + "&status=active",
                "patient.identifier=urn:assent:issuer:NORTH%7C"
                        + held.study().patient().patientId(),
                "_id=" + created.id(),
                "patient=" + patient + "&_lastUpdated=gt2020-01-01",
                "patient=" + patient + "&actor=Organization/" + actor(),
                "patient=" + patient + "&purpose=TREAT")) {
            TestClient.Answer found = ehr.get("/Consent?" + query);
            assertThat(found.total()).as(query + " " + found.body()).isEqualTo(1);
        }
        assertThat(ehr.get("/Consent?patient=Patient/nobody").total()).isZero();
    }

    private String actor() {
        return org.assent.fhir.enforcement.ReservedIds.member(site.south());
    }

    private static String inactive(TestClient.Answer created) {
        return created.body().replace("\"status\":\"active\"", "\"status\":\"inactive\"");
    }

    private static String withId(String consent, String id) {
        return consent.replace(
                "{\"resourceType\": \"Consent\",", "{\"resourceType\": \"Consent\", \"id\": \"" + id + "\",");
    }
}
