package org.assent.acceptance;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import org.assent.dicom.PersonName;
import org.assent.dicom.phantom.CtHeadPhantom;
import org.assent.dicom.phantom.PhantomPatient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sites of the running network are killed: what was answered holds, what cannot be decided is refused, and it heals by itself. */
@Tag("faults")
@ExtendWith(RunningSites.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Order(Integer.MAX_VALUE - 10)
class FaultsTest {

    private static final String NO_STUDY = "2.25.123456789012345678901234567890";
    private static final int TRAFFIC_INSTANCES = 1_000;
    private static final int TRAFFIC_CONSENTS = 8;

    private FourSites sites;
    private Hospital north;
    private Hospital south;
    private Outages outages;

    @BeforeAll
    void begin(FourSites running) {
        sites = running;
        outages = new Outages(sites);
    }

    /** With tokens that last through one test. */
    @BeforeEach
    void visit() {
        north = sites.north();
        south = sites.south();
    }

    @AfterEach
    void restore() {
        outages.end();
    }

    @Test
    @Order(1)
    void shouldRecordANewConsentThatOpensTheStudyWhenOneValidatorIsKilled() {
        Permission permission = Permission.prepare(north, south, "FAULT-ONE", 401);
        outages.keepDown(sites.west());

        long from = System.nanoTime();
        Response granted = permission.grant();
        System.out.printf("with one of four killed, a new Consent took %d ms%n", millisSince(from));

        assertThat(granted.statusCode()).as(granted.asString()).isEqualTo(201);
        permission.awaitOpenAtSouth();
    }

    @Test
    @Order(2)
    @Tag("TH-17")
    void shouldRefuseGrantsHoldRestrictionsAndHealWhenTwoValidatorsAreKilled() throws Exception {
        Permission endedBefore = Permission.prepare(north, south, "FAULT-TWO-BEFORE", 402);
        Permission endedAfter = Permission.prepare(north, south, "FAULT-TWO-AFTER", 403);
        Permission kept = Permission.prepare(north, south, "FAULT-TWO-KEPT", 404);
        Permission late = Permission.prepare(north, south, "FAULT-TWO-LATE", 405);
        JsonNode consentBefore = granted(endedBefore);
        JsonNode consentAfter = granted(endedAfter);
        granted(kept);
        Neighbour neighbour = new Neighbour(sites, south, north);
        String token = FhirRecords.JSON
                .readTree(neighbour.requestToken(kept.study().uid()).body())
                .path("access_token")
                .asText();
        assertThat(neighbour.get(metadata(kept.study().uid()), token).statusCode())
                .isEqualTo(200);

        outages.keepDown(sites.west(), sites.east());

        restrictsAtOnceBeforeTheSiteKnows(endedBefore, consentBefore);
        await("North knows that consensus is lost")
                .atMost(Duration.ofSeconds(60))
                .until(() -> readiness(north).at("/ledger/stale").asBoolean());
        grantIsRefusedAtOnce(late);
        Response ended = restrictsAtOnceWhileTheSiteKnows(endedAfter, consentAfter);
        othersAreRefused(neighbour, token, kept.study().uid());
        southTellsNothing(kept, late.study().uid());
        assertThat(kept.pixels(north).statusCode()).as("North's own clinician").isEqualTo(200);

        outages.end();

        await("the restriction is final").atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(north.as("ehr")
                        .accept(FhirRecords.FHIR_JSON)
                        .get(path(ended.header("Content-Location")))
                        .statusCode())
                .isEqualTo(200));
        assertThat(statusOf(consentBefore)).isEqualTo("inactive");
        assertThat(statusOf(consentAfter)).isEqualTo("inactive");
        kept.awaitOpenAtSouth();
        assertThat(endedBefore.pixels(south).statusCode()).isEqualTo(404);
        assertThat(endedAfter.pixels(south).statusCode()).isEqualTo(404);
        granted(late);
    }

    @Test
    @Order(3)
    void shouldKeepEverythingThatWasAnsweredWhenNorthIsKilledDuringTraffic() {
        CtHeadPhantom traffic = new CtHeadPhantom(
                new PhantomPatient(
                        PersonName.of("Phantom^Traffic"), "FAULT-TRAFFIC", "NORTH", LocalDate.of(1970, 1, 1), "O"),
                406,
                TRAFFIC_INSTANCES);
        List<Permission> permissions = IntStream.range(0, TRAFFIC_CONSENTS)
                .parallel()
                .mapToObj(index -> Permission.prepare(north, south, "FAULT-TRAFFIC-" + index, 410 + index))
                .toList();
        Queue<Integer> stored = new ConcurrentLinkedQueue<>();
        Map<Permission, JsonNode> recorded = new ConcurrentHashMap<>();
        north.token("modality");
        north.token("ehr");
        Executor own =
                task -> Thread.ofPlatform().name("traffic").start(task); // a shared pool may have one thread only
        CompletableFuture<Void> storing = CompletableFuture.runAsync(() -> storeUntilCut(traffic, stored), own);
        CompletableFuture<Void> granting = CompletableFuture.runAsync(() -> grantUntilCut(permissions, recorded), own);
        await("traffic runs").atMost(Duration.ofSeconds(60)).until(() -> stored.size() >= 5 && recorded.size() >= 2);

        outages.kill(north);
        CompletableFuture.allOf(storing, granting).join();
        long reached = readiness(south).at("/ledger/height").asLong();
        await("the demo says that it starts North again")
                .atMost(Duration.ofSeconds(20))
                .until(() -> sites.printed().contains("North ended (exit code 137) and is started again"));
        sites.awaitReady();
        System.out.printf(
                "North was killed after %d STOWs and %d Consents that it had answered%n",
                stored.size(), recorded.size());

        assertThat(stored.size()).as("traffic ran when North was killed").isLessThan(TRAFFIC_INSTANCES);
        assertThat(outages.nodes(north)).as("nodes of North").hasSize(1);
        assertThat(readiness(north).at("/ledger/height").asLong()).isGreaterThanOrEqualTo(reached);
        assertThat(stored).allSatisfy(number -> {
            Response instance = north.as("clinician")
                    .accept("multipart/related; type=\"application/dicom\"; transfer-syntax=*")
                    .get("/dicomweb/studies/" + traffic.studyInstanceUid() + "/series/" + traffic.seriesInstanceUid()
                            + "/instances/" + traffic.sopInstanceUid(number));
            assertThat(instance.statusCode()).isEqualTo(200);
            assertThat(Answers.onlyPart(instance)).isEqualTo(traffic.slice(number));
        });
        assertThat(recorded.values())
                .allSatisfy(consent -> assertThat(statusOf(consent)).isEqualTo("active"));
        recorded.keySet().forEach(Permission::awaitOpenAtSouth);
    }

    private void restrictsAtOnceBeforeTheSiteKnows(Permission permission, JsonNode consent) {
        CompletableFuture<Response> ending = CompletableFuture.supplyAsync(() -> permission.end(consent));
        await("South is refused")
                .atMost(Duration.ofSeconds(5))
                .until(() -> permission.pixels(south).statusCode() == 404);
        Response ended = ending.join();
        assertThat(ended.statusCode()).as(ended.asString()).isEqualTo(202);
        assertThat(ended.header("Content-Location")).contains("/fhir/r4/$consent-status/");
    }

    private void grantIsRefusedAtOnce(Permission permission) {
        int waiting = waitingTransactions();
        long from = System.nanoTime();
        Response refused = permission.grant();
        System.out.printf("with consensus lost, a grant was refused after %d ms%n", millisSince(from));

        assertThat(refused.statusCode()).as(refused.asString()).isEqualTo(503);
        assertThat(refused.header("Retry-After")).matches("[1-9][0-9]*");
        assertThat(FhirRecords.parse(refused).path("resourceType").asText()).isEqualTo("OperationOutcome");
        assertThat(permission.stored()).isZero();
        assertThat(waitingTransactions()).isEqualTo(waiting);
    }

    private Response restrictsAtOnceWhileTheSiteKnows(Permission permission, JsonNode consent) {
        long from = System.nanoTime();
        Response ended = permission.end(consent);
        System.out.printf("with consensus lost, a restriction was answered after %d ms%n", millisSince(from));
        assertThat(ended.statusCode()).as(ended.asString()).isEqualTo(202);
        assertThat(ended.header("Content-Location")).contains("/fhir/r4/$consent-status/");
        return ended;
    }

    /** North cannot decide for other organizations now, and so does not look at what they ask for. */
    private void othersAreRefused(Neighbour neighbour, String token, String uid) throws Exception {
        List<HttpResponse<String>> answers = List.of(
                neighbour.requestToken(uid),
                neighbour.requestToken(NO_STUDY),
                neighbour.get(metadata(uid), token),
                neighbour.get(metadata(NO_STUDY), token));

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        });
        assertThat(answers.get(0).body()).isEqualTo(answers.get(1).body());
    }

    /** South cannot decide about a study of North's that it knows; of one that it does not know it tells nothing. */
    private void southTellsNothing(Permission kept, String unshared) {
        Response pixels = kept.pixels(south);
        assertThat(pixels.statusCode()).as(pixels.asString()).isEqualTo(503);
        for (String template : List.of(
                "/dicomweb/studies/%s/metadata",
                "/dicomweb/studies/%s",
                "/dicomweb/studies?StudyInstanceUID=%s",
                "/fhir/r4/ImagingStudy?identifier=urn:dicom:uid%%7Curn:oid:%s")) {
            Response real = south.as("clinician").get(template.formatted(unshared));
            Response missing = south.as("clinician").get(template.formatted(NO_STUDY));
            assertThat(Answers.blanked(real, unshared)).as(template).isEqualTo(Answers.blanked(missing, NO_STUDY));
        }
    }

    private static String metadata(String uid) {
        return "/dicomweb/studies/" + uid + "/metadata";
    }

    private void storeUntilCut(CtHeadPhantom traffic, Queue<Integer> stored) {
        try {
            for (int number = 1; number <= TRAFFIC_INSTANCES; number++) {
                if (Modality.post(north, List.of(traffic.slice(number))).statusCode() == 200) {
                    stored.add(number);
                }
            }
        } catch (Exception e) { // REST Assured throws the checked ConnectException undeclared
            assertThat(e).as("the site is gone").isInstanceOf(java.io.IOException.class);
        }
    }

    private void grantUntilCut(List<Permission> permissions, Map<Permission, JsonNode> recorded) {
        try {
            for (Permission permission : permissions) {
                Response answer = permission.grant();
                if (answer.statusCode() == 201) {
                    recorded.put(permission, FhirRecords.parse(answer));
                }
            }
        } catch (Exception e) { // REST Assured throws the checked ConnectException undeclared
            assertThat(e).as("the site is gone").isInstanceOf(java.io.IOException.class);
        }
    }

    private JsonNode granted(Permission permission) {
        Response granted = permission.grant();
        assertThat(granted.statusCode()).as(granted.asString()).isEqualTo(201);
        permission.awaitOpenAtSouth();
        return FhirRecords.parse(granted);
    }

    private String statusOf(JsonNode consent) {
        Response response = north.as("ehr")
                .accept(FhirRecords.FHIR_JSON)
                .get("/fhir/r4/Consent/" + consent.path("id").asText());
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        return FhirRecords.parse(response).path("status").asText();
    }

    /** Transactions that North's node holds and that are in no block yet. */
    private int waitingTransactions() {
        Response answer = given().get(sites.nodeAddress(north) + "/num_unconfirmed_txs");
        return FhirRecords.parse(answer).at("/result/total").asInt();
    }

    private static JsonNode readiness(Hospital hospital) {
        return FhirRecords.parse(hospital.anonymous().get("/health/ready"));
    }

    private static String path(String address) {
        return java.net.URI.create(address).getRawPath();
    }

    private static long millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000;
    }
}
