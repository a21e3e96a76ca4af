package org.assent.acceptance;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.restassured.response.Response;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.assent.authorization.jose.LedgerJwsSigner;
import org.assent.ledger.signature.Signer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client sends that is wrong is refused with a reason, never with a 500 and never with a word about the inside. */
@Tag("bad-input")
@ExtendWith(RunningSites.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String NO_STUDY = "2.25.77777777777777777777";
    private static final int MEGABYTE = 1 << 20;

    private FourSites sites;
    private Hospital north;
    private Hospital south;

    @BeforeAll
    void begin(FourSites running) {
        sites = running;
        north = sites.north();
        south = sites.south();
    }

    // FHIR

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Patient | {",
                "Patient | ''",
                "Patient | [1, 2]",
                "Patient | null",
                "Patient | {\"resourceType\": \"Consent\"}",
                "Patient | {\"resourceType\": \"Spaceship\"}",
                "Patient | {\"name\": [{\"family\": \"Doe\"}]}",
                "Patient | {\"resourceType\": \"Patient\", \"favouriteColour\": \"red\"}",
                "Patient | {\"resourceType\": \"Patient\", \"gender\": \"purple\"}",
                "Patient | {\"resourceType\": \"Patient\", \"birthDate\": \"yesterday\"}",
                "Patient | {\"resourceType\": \"Patient\", \"name\": \"Doe\"}",
                "Patient | {\"resourceType\": \"Patient\", \"active\": \"perhaps\"}",
                "Consent | {\"resourceType\": \"Consent\"}",
                "Consent | {\"resourceType\": \"Consent\", \"status\": \"active\"}",
                "Consent | {\"resourceType\": \"Consent\", \"status\": \"maybe\"}",
                "Consent | {\"resourceType\": \"Patient\"}"
            })
    void shouldExplainInAnOperationOutcomeWhenAResourceDoesNotValidate(String type, String body) {
        Response response = north.as("ehr")
                .contentType(FhirRecords.FHIR_JSON)
                .accept(FhirRecords.FHIR_JSON)
                .body(body)
                .post("/fhir/r4/" + type);

        Refusals.assertExplained(response, 400, 422);
    }

    @Test
    void shouldRefuseWhenJsonIsNestedWithoutEnd() {
        String body = "{\"resourceType\":\"Patient\",\"contact\":" + "[".repeat(100_000);

        Response response =
                north.as("ehr").contentType(FhirRecords.FHIR_JSON).body(body).post("/fhir/r4/Patient");

        Refusals.assertExplained(response, 400, 413, 422);
    }

    @Test
    void shouldRefuseWhenAResourceIsLargerThanTheSiteAccepts() {
        RawExchange.Answer answer = RawExchange.send(
                north,
                RawExchange.request(
                        "POST",
                        "/fhir/r4/Patient",
                        "Authorization: Bearer " + north.token("ehr"),
                        "Content-Type: application/fhir+json",
                        "Content-Length: " + 100 * MEGABYTE));

        Refusals.assertExplained(answer, 413);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/octet-stream", "multipart/form-data; boundary=b", "nonsense"})
    void shouldRefuseWhenAResourceComesAsSomethingElse(String contentType) {
        RawExchange.Answer answer = RawExchange.send(
                north,
                RawExchange.request(
                                "POST",
                                "/fhir/r4/Patient",
                                "Authorization: Bearer " + north.token("ehr"),
                                "Content-Type: " + contentType,
                                "Content-Length: 30")
                        + "{\"resourceType\": \"Patient\"}   ");

        Refusals.assertExplained(answer, 400, 415);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Patient?birthdate=yesterday",
                "Patient?_count=many",
                "Patient?_sort=shoe-size",
                "Patient?_include=everything",
                "ImagingStudy?started=gt",
                "ImagingStudy?identifier:contains=1",
                "Consent?_has:Patient:nonsense=1",
                "Patient?_filter=name%20eq%20x",
                "Patient/%20",
                "Patient/a%20b",
                "Patient/1/_history/x%20y",
                "Patient/" + "1234567890123456789012345678901234567890123456789012345678901234567890"
            })
    void shouldExplainWhenAReadOrSearchIsWrong(String query) {
        Response response = north.as("ehr").accept(FhirRecords.FHIR_JSON).get("/fhir/r4/" + query);

        Refusals.assertExplained(response, 400, 404, 406);
    }

    @Test
    void shouldNameWhatIsOfferedWhenAStrictSearchHasAnUnknownParameter() {
        Response response = north.as("ehr")
                .accept(FhirRecords.FHIR_JSON)
                .header("Prefer", "handling=strict")
                .get("/fhir/r4/Patient?no-such-parameter=1");

        Refusals.assertExplained(response, 400);
        assertThat(response.asString()).contains("identifier");
    }

    @Test
    void shouldAnswer412WhenIfMatchIsStale() {
        Permission permission = Permission.prepare(north, south, "BAD-IF-MATCH", 501);
        JsonNode consent = FhirRecords.parse(permission.grant());
        String consentPath = "/fhir/r4/Consent/" + consent.path("id").asText();
        String patientPath = "/fhir/r4/" + consent.at("/patient/reference").asText();
        String patient =
                north.as("ehr").accept(FhirRecords.FHIR_JSON).get(patientPath).asString();

        Response staleConsent = putIfMatch(consentPath, consent.toString(), "W/\"99\"");
        Response stalePatient = putIfMatch(patientPath, patient, "W/\"99\"");
        Response malformed = putIfMatch(consentPath, consent.toString(), "nonsense");

        Refusals.assertExplained(staleConsent, 412);
        Refusals.assertExplained(stalePatient, 412);
        Refusals.assertExplained(malformed, 400, 412);
        assertThat(FhirRecords.parse(
                                north.as("ehr").accept(FhirRecords.FHIR_JSON).get(consentPath))
                        .at("/meta/versionId")
                        .asText())
                .isEqualTo(consent.at("/meta/versionId").asText());
    }

    private Response putIfMatch(String path, String body, String version) {
        return north.as("ehr")
                .contentType(FhirRecords.FHIR_JSON)
                .accept(FhirRecords.FHIR_JSON)
                .header("If-Match", version)
                .body(body)
                .put(path);
    }

    // tokens

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer",
                "Bearer ",
                "Bearer x",
                "Bearer a.b.c",
                "Bearer ....",
                "Bearer eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0.eyJzdWIiOiJtZSJ9.",
                "Basic bWU6bWU=",
                "DPoP x",
                "Negotiate abc",
                "nonsense"
            })
    void shouldChallengeWhenATokenIsUnknownOrMalformed(String authorization) {
        for (String path : List.of("/fhir/r4/Patient", "/dicomweb/studies")) {
            RawExchange.Answer answer = RawExchange.get(north, path, "Authorization: " + authorization);

            Refusals.assertExplained(answer, 401);
            assertThat(answer.headers().get("www-authenticate"))
                    .contains("realm=\"assent\"", "error=\"invalid_token\"");
        }
    }

    @Test
    void shouldChallengeWhenATokenHasExpiredOrWasChanged() throws Exception {
        Signer key = Neighbour.keys(sites, north).token();
        SignedJWT real = SignedJWT.parse(north.token("ehr"));
        Instant now = Instant.now();
        String fresh = signed(key, real.getHeader(), real.getJWTClaimsSet(), now.plusSeconds(60));
        String expired = signed(key, real.getHeader(), real.getJWTClaimsSet(), now.minusSeconds(1));
        String unsigned = new JWSHeader.Builder(JWSAlgorithm.HS256).build().toBase64URL() + "."
                + real.getPayload().toBase64URL() + "." + Base64URL.encode("x");
        String[] parts = real.serialize().split("\\.", -1);
        String changed = parts[0] + "."
                + Base64URL.encode(real.getPayload().toString().replace("EHR", "CLINICIAN")) + "." + parts[2];

        assertThat(patients(fresh).statusCode())
                .as("only the time makes the difference")
                .isEqualTo(200);
        for (String token : List.of(expired, unsigned, changed, "x".repeat(9000))) {
            Response response = patients(token);
            Refusals.assertExplained(response, 401);
            assertThat(response.header("WWW-Authenticate"))
                    .startsWith("Bearer ")
                    .contains("error=\"invalid_token\"");
        }
    }

    @Test
    void shouldChallengeWhenTheTokenIsOfAnotherSite() {
        Response response = patients(south.token("ehr"));

        Refusals.assertExplained(response, 401);
        assertThat(response.header("WWW-Authenticate")).contains("error=\"invalid_token\"");
    }

    @Test
    void shouldAskForATokenWhenThereIsNone() {
        for (String path : List.of("/fhir/r4/Patient", "/dicomweb/studies")) {
            Response response = north.anonymous().get(path);

            Refusals.assertExplained(response, 401);
            assertThat(response.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"assent\"");
        }
    }

    @Test
    void shouldRefuseWhenTwoTokensAreSent() {
        String token = "Authorization: Bearer " + north.token("ehr");

        Refusals.assertExplained(RawExchange.get(north, "/fhir/r4/Patient", token, token), 400);
    }

    private Response patients(String token) {
        return north.anonymous()
                .header("Authorization", "Bearer " + token)
                .accept(FhirRecords.FHIR_JSON)
                .get("/fhir/r4/Patient?_count=1");
    }

    private static String signed(Signer key, JWSHeader header, JWTClaimsSet claims, Instant expires) throws Exception {
        JWTClaimsSet changed = new JWTClaimsSet.Builder(claims)
                .issueTime(Date.from(expires.minusSeconds(300)))
                .notBeforeTime(Date.from(expires.minusSeconds(300)))
                .expirationTime(Date.from(expires))
                .build();
        SignedJWT jwt = new SignedJWT(header, changed);
        jwt.sign(new LedgerJwsSigner(key));
        return jwt.serialize();
    }

    // the token endpoint

    @Test
    void shouldRefuseAnAssertionAndAProofWhenTheyAreUsedAgain() throws Exception {
        Neighbour neighbour = new Neighbour(sites, south, north);
        String assertion = neighbour.assertion(NO_STUDY);
        String proof = neighbour.proof();

        HttpResponse<String> first = neighbour.requestToken(NO_STUDY, assertion, proof);
        HttpResponse<String> sameAssertion = neighbour.requestToken(NO_STUDY, assertion, neighbour.proof());
        HttpResponse<String> sameProof = neighbour.requestToken(NO_STUDY, neighbour.assertion(NO_STUDY), proof);
        HttpResponse<String> bothFresh =
                neighbour.requestToken(NO_STUDY, neighbour.assertion(NO_STUDY), neighbour.proof());

        assertThat(List.of(error(first), error(bothFresh)))
                .as("who asks is believed, the study does not exist")
                .containsOnly("400 invalid_scope");
        assertThat(error(sameAssertion)).isEqualTo("401 invalid_client");
        assertThat(error(sameProof)).isEqualTo("400 invalid_dpop_proof");
    }

    private static String error(HttpResponse<String> response) throws Exception {
        return response.statusCode() + " "
                + new com.fasterxml.jackson.databind.ObjectMapper()
                        .readTree(response.body())
                        .path("error")
                        .asText();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "grant_type=password&username=a&password=b",
                "grant_type=client_credentials&grant_type=client_credentials",
                "grant_type=client_credentials&client_assertion=x&client_assertion_type=y",
                "grant_type=client_credentials",
                "grant_type=%ZZ",
                "=&=&=",
                "''"
            })
    void shouldExplainWhenATokenRequestIsWrong(String form) {
        Response response = north.anonymous().contentType(FORM).body(form).post("/auth/token");

        Refusals.assertExplained(response, 400, 401);
    }

    @Test
    void shouldExplainWhenATokenRequestIsNoFormOrTooLarge() {
        Response json = north.anonymous()
                .contentType("application/json")
                .body("{\"grant_type\":\"client_credentials\"}")
                .post("/auth/token");
        Response large = north.anonymous()
                .contentType(FORM)
                .body("grant_type=" + "x".repeat(MEGABYTE))
                .post("/auth/token");

        Refusals.assertExplained(json, 400, 415);
        Refusals.assertExplained(large, 400, 413);
    }

    // DICOMweb

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/dicomweb/studies/abc",
                "/dicomweb/studies/1.02.3",
                "/dicomweb/studies/1..3/metadata",
                "/dicomweb/studies/12345678901234567890123456789012345678901234567890123456789012345",
                "/dicomweb/studies/1.2.3/series/x",
                "/dicomweb/studies/1.2.3/series/1.2/instances/x/frames/1",
                "/dicomweb/studies/1.2.3/series/1.2/instances/1.2/frames/0",
                "/dicomweb/studies/1.2.3/series/1.2/instances/1.2/frames/x",
                "/dicomweb/studies/1.2.3/series/1.2/instances/1.2/frames/99999999999",
                "/dicomweb/studies?limit=x",
                "/dicomweb/studies?offset=-1",
                "/dicomweb/studies?StudyInstanceUID=abc",
                "/dicomweb/studies?StudyDate=yesterday"
            })
    void shouldExplainWhenAUidFrameOrQueryIsWrong(String path) {
        Response response = north.as("clinician").get(path);

        Refusals.assertExplained(response, 400, 404, 406);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "multipart/related; type=\"application/dicom\" | --b--",
                "multipart/related; type=\"application/dicom\"; boundary=b | no boundary at all",
                "multipart/related; type=\"application/dicom\"; boundary=b | --b",
                "multipart/related; type=\"application/dicom\"; boundary=b | ''",
                "multipart/related; type=\"application/pdf\"; boundary=b | --b--",
                "text/plain | hello",
                "nonsense | hello"
            })
    void shouldExplainWhenAStoreRequestIsNoMultipartOfDicom(String contentType, String body) {
        RawExchange.Answer answer = RawExchange.send(
                north,
                RawExchange.request(
                                "POST",
                                "/dicomweb/studies",
                                "Authorization: Bearer " + north.token("modality"),
                                "Content-Type: " + contentType,
                                "Content-Length: " + body.length())
                        + body);

        Refusals.assertExplained(answer, 400, 415);
    }

    @Test
    void shouldNameTheReasonWhenWhatIsStoredIsNoDicom() {
        byte[] garbage = new byte[20_000];
        new Random(7).nextBytes(garbage);
        byte[] truncated = Modality.phantom("BAD-TRUNCATED", 502, 1).files().get(0);

        for (byte[] file : List.of(garbage, Arrays.copyOf(truncated, truncated.length / 2), new byte[0])) {
            Response response = Modality.post(north, List.of(file));

            assertThat(response.statusCode()).as(response.asString()).isBetween(400, 409);
            assertThat(response.asString()).contains("00081197").doesNotContain("Exception");
        }
    }

    // addresses and methods

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing",
                "/admin",
                "/dicomweb",
                "/dicomweb/nothing",
                "/dicomweb/studies/1.2.3/nothing",
                "/fhir",
                "/fhir/r4/",
                "/fhir/r4/Spaceship",
                "/fhir/r4/Patient/1/$everything",
                "/fhir/r4/$export",
                "/fhir/r5/Patient",
                "/auth/token/more",
                "/health/other",
                "/.git/config",
                "/favicon.ico",
                "/WEB-INF/web.xml"
            })
    void shouldAnswer404WhenAnAddressIsUnknown(String path) {
        Refusals.assertExplained(north.as("ehr").get(path), 404);
        Refusals.assertExplained(north.anonymous().get(path), 404);
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE, /dicomweb/studies",
        "PUT, /dicomweb/studies",
        "PATCH, /fhir/r4/Patient/1",
        "DELETE, /fhir/r4/Patient/1",
        "POST, /fhir/r4/metadata",
        "DELETE, /fhir/r4/AuditEvent/1",
        "GET, /auth/token",
        "POST, /health/ready",
        "PUT, /viewer/index.html",
        "TRACE, /fhir/r4/Patient",
        "BREW, /dicomweb/studies"
    })
    void shouldListTheMethodsWhenTheMethodIsWrong(String method, String path) {
        RawExchange.Answer answer = RawExchange.send(
                north, RawExchange.request(method, path, "Authorization: Bearer " + north.token("ehr")));

        Refusals.assertExplained(answer, 405);
        assertThat(answer.headers().get("allow")).isNotEmpty().doesNotContain(method);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/dicomweb/../auth/people",
                "/dicomweb/studies/../../etc/passwd",
                "/dicomweb/studies/..%2f..%2fetc%2fpasswd",
                "/dicomweb/studies/%2e%2e/%2e%2e",
                "/viewer/..%2f..%2fsite.yaml",
                "/viewer/../../../etc/passwd",
                "/viewer/%2e%2e/%2e%2e/site.yaml",
                "/viewer/..\\..\\site.yaml",
                "/viewer/%5c..%5csite.yaml",
                "/viewer/%252e%252e/site.yaml",
                "/viewer/index.html;jsessionid=1",
                "/viewer/index.html%00.js",
                "/viewer/%c0%ae%c0%ae/site.yaml",
                "/viewer//index.html",
                "/fhir/r4//Patient",
                "//fhir/r4/Patient",
                "/fhir/r4/Patient/../Consent",
                "/fhir/r4/Patient%2f1",
                "/fhir/r4/Patient/%",
                "/fhir/r4/Patient/%zz",
                "/./fhir/r4/Patient",
                "/fhir/r4/Pati ent",
                "*",
                "http://",
                "fhir/r4/Patient"
            })
    void shouldRefuseWhenAPathMeansTwoThings(String path) {
        RawExchange.Answer answer = RawExchange.get(north, path, "Authorization: Bearer " + north.token("ehr"));

        Refusals.assertExplained(answer, 400, 404);
    }

    @Test
    void shouldRefuseWhenHeadersOrAddressAreBombs() {
        String long16k = "x".repeat(17_000);
        String[] many = new String[200];
        Arrays.setAll(many, index -> "X-Bomb-" + index + ": 1");

        Refusals.assertExplained(RawExchange.get(north, "/health/live", "X-Bomb: " + long16k), 431);
        Refusals.assertExplained(RawExchange.get(north, "/health/live", many), 431);
        Refusals.assertExplained(RawExchange.get(north, "/health/live", "Cookie: " + "a=b; ".repeat(4000)), 431);
        Refusals.assertExplained(RawExchange.get(north, "/health/live?" + "a".repeat(9_000)), 414);
        Refusals.assertExplained(RawExchange.get(north, "/" + long16k), 414, 431);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense\r\n\r\n",
                "GET\r\n\r\n",
                "GET /health/live HTTP/9.9\r\nHost: a\r\n\r\n",
                "GET /health/live HTTP/1.1\r\n\r\n",
                "GET /health/live HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "GET /health/live HTTP/1.1\r\nHost: a\r\nBad Header: x\r\n\r\n",
                "GET /health/live HTTP/1.1\r\nHost: a\r\n: x\r\n\r\n",
                "POST /auth/token HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
                "POST /auth/token HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
                "POST /auth/token HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "POST /auth/token HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /auth/token HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n"
            })
    void shouldRefuseWhenARequestIsNotHttp(String text) {
        Refusals.assertExplained(RawExchange.send(north, text), 400, 505);
    }

    // the ledger

    @Test
    void shouldRefuseAndGoOnWhenGarbageIsSubmittedToTheNode() {
        long before = height();
        Random random = new Random(11);
        byte[] known = transactionOfSomeBlock();
        byte[] changed = known.clone();
        changed[changed.length / 2] ^= 1;
        byte[] extended = Arrays.copyOf(known, known.length + 1);

        for (byte[] transaction : List.of(
                new byte[] {0},
                bytes(random, 1),
                bytes(random, 100),
                bytes(random, 100_000),
                "{\"json\": true}".getBytes(StandardCharsets.UTF_8),
                changed,
                extended,
                Arrays.copyOf(known, known.length / 2))) {
            JsonNode answer = broadcast(transaction);
            assertThat(answer.at("/result/code").asInt()).as(answer.toString()).isNotZero();
            assertThat(answer.at("/result/log").asText())
                    .as(answer.toString())
                    .isNotBlank()
                    .doesNotContain("Exception");
        }
        JsonNode again = broadcast(known);
        assertThat(again.has("error") || again.at("/result/code").asInt() != 0)
                .as(again.toString())
                .isTrue();
        assertThat(broadcast(bytes(random, 300_000)).has("error"))
                .as("too large")
                .isTrue();
        assertThat(broadcast(new byte[0]).toString()).as("empty").isNotEmpty();

        await("the chain goes on").atMost(Duration.ofSeconds(60)).until(() -> height() > before + 1);
        for (Hospital hospital : sites.all()) {
            assertThat(hospital.anonymous().get("/health/ready").statusCode()).isEqualTo(200);
        }
        assertThat(new Outages(sites).nodes(north)).hasSize(1);
    }

    private long height() {
        return node("/status").at("/result/sync_info/latest_block_height").asLong();
    }

    /** The newest transaction that is in a block already. */
    private byte[] transactionOfSomeBlock() {
        for (long height = height(); height > 0; height--) {
            JsonNode transactions = node("/block?height=" + height).at("/result/block/data/txs");
            if (!transactions.isEmpty()) {
                return Base64.getDecoder().decode(transactions.get(0).asText());
            }
        }
        throw new IllegalStateException("no block has a transaction");
    }

    private JsonNode broadcast(byte[] transaction) {
        String request = String.format(
                Locale.ROOT,
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"broadcast_tx_sync\",\"params\":{\"tx\":\"%s\"}}",
                Base64.getEncoder().encodeToString(transaction));
        return FhirRecords.parse(
                given().contentType("application/json").body(request).post(sites.nodeAddress(north)));
    }

    private JsonNode node(String path) {
        return FhirRecords.parse(given().get(sites.nodeAddress(north) + path));
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
