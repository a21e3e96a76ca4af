package org.assent.authorization.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assent.audit.SecurityEvent;
import org.assent.authorization.network.Browser;
import org.assent.authorization.network.PeerCaller;
import org.assent.authorization.network.TestClock;
import org.assent.authorization.network.TestLedger;
import org.assent.authorization.network.TestSite;
import org.assent.authorization.principal.Role;
import org.assent.testsupport.FixedClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Another enforcement point of North asks whether tokens hold: of North's own programs, and of South. */
class IntrospectionTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String SECRET = "a-secret-of-more-than-24-characters";
    private static final String STUDY = "2.25.1001";
    private static final String INACTIVE = "{\"active\":false}";

    private final FixedClock clock = TestClock.ahead();
    private final TestLedger ledger = new TestLedger();
    private final Browser client = new Browser();
    private TestSite north;
    private TestSite south;
    private PeerCaller caller;

    @BeforeEach
    void start() throws Exception {
        north = TestSite.start("north", ledger, clock);
        south = TestSite.start("south", ledger, clock);
        north.decision.permit(south.organization, STUDY);
        caller = new PeerCaller(south, clock);
        var clients = north.authorization.clients();
        clients.addSecretClient("pacs", SECRET, Set.of(Role.RESOURCE_SERVER), Duration.ofMinutes(60));
        clients.addSecretClient("viewer", SECRET, Set.of(Role.CLINICIAN), Duration.ofMinutes(5));
    }

    @AfterEach
    void stop() {
        north.close();
        south.close();
    }

    private String token(String id, Map<String, String> more) throws Exception {
        Map<String, String> form = new HashMap<>(more);
        form.put("grant_type", "client_credentials");
        HttpResponse<String> response =
                client.post(north.uri("/auth/token"), form, "Authorization", Browser.basic(id, SECRET));
        return MAPPER.readTree(response.body()).path("access_token").asText();
    }

    private String studyToken() throws Exception {
        return MAPPER.readTree(caller.askToken(north, STUDY).body())
                .path("access_token")
                .asText();
    }

    private HttpResponse<String> introspect(String token, String authorization) throws Exception {
        return client.post(north.uri("/auth/introspect"), Map.of("token", token), "Authorization", authorization);
    }

    private String asPacs(String token) throws Exception {
        HttpResponse<String> response = introspect(token, Browser.basic("pacs", SECRET));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("cache-control")).contains("no-store");
        return response.body();
    }

    @Test
    @Tag("IUA-102-01")
    @Tag("SM-11")
    void shouldTellAllThatTheTokenSaysWhenAResourceServerAsksWithItsBearerToken() throws Exception {
        // Given
        String bearer = "Bearer " + token("pacs", Map.of());

        // When
        HttpResponse<String> response = introspect(studyToken(), bearer);

        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode body = MAPPER.readTree(response.body());
        assertThat(body.path("active").asBoolean()).isTrue();
        assertThat(body.path("iss").asText()).isEqualTo(north.origin());
        assertThat(body.path("client_id").asText()).isEqualTo(south.organization.toHex());
        assertThat(body.path("sub").asText()).isEqualTo(south.organization.toHex());
        assertThat(body.path("scope").asText()).isEqualTo("patient/ImagingStudy.rs");
        assertThat(body.path("patient").asText()).isEqualTo("patient-1");
        assertThat(body.path("token_type").asText()).isEqualTo("DPoP");
        assertThat(body.at("/cnf/jkt").asText())
                .isEqualTo(caller.proofKey.computeThumbprint().toString());
        assertThat(body.at("/extensions/ihe_pcf/doc_id/0").asText()).endsWith("/fhir/r4/Consent/c-1");
        assertThat(body.at("/extensions/ihe_iua/purpose_of_use/0/code").asText())
                .isEqualTo("TREAT");
        assertThat(body.path("jti").asText()).isNotEmpty();
        assertThat(body.path("aud").toString()).contains("/dicomweb");
        assertThat(body.path("exp").asLong())
                .isEqualTo(clock.instant().plusSeconds(300).getEpochSecond());
    }

    @Test
    @Tag("IUA-102-02")
    @Tag("HE-03")
    void shouldAnswerInactiveAtOnceWhenTheConsentIsRevoked() throws Exception {
        // Given
        String token = studyToken();
        assertThat(asPacs(token)).contains("\"active\":true");

        // When
        north.decision.revoke(south.organization, STUDY);

        // Then
        assertThat(asPacs(token)).isEqualTo(INACTIVE);
    }

    @Test
    @Tag("IUA-102-02")
    void shouldEndNoLaterThanTheConsentWhenItEndsBeforeTheToken() throws Exception {
        // Given
        String token = studyToken();

        // When
        north.decision.until(clock.instant().plusSeconds(30));

        // Then
        assertThat(MAPPER.readTree(asPacs(token)).path("exp").asLong())
                .isEqualTo(clock.instant().plusSeconds(30).getEpochSecond());
    }

    @Test
    @Tag("IUA-102-02")
    void shouldAnswerInactiveWhenTheSiteCannotDecideOrTheOrganizationIsSuspended() throws Exception {
        // Given
        String token = studyToken();
        String own = token("viewer", Map.of());

        // When
        north.decision.stale(true);
        String whileStale = asPacs(token);
        String ownWhileStale = asPacs(own);
        north.decision.stale(false);
        ledger.suspend(south.organization);
        String suspended = asPacs(token);

        // Then
        assertThat(whileStale).isEqualTo(INACTIVE);
        assertThat(ownWhileStale).as("of our own people's programs").contains("\"active\":true");
        assertThat(suspended).isEqualTo(INACTIVE);
    }

    @Test
    @Tag("IUA-102-02")
    void shouldAnswerExactlyInactiveForWhateverDoesNotHold() throws Exception {
        // Given
        String expired = token("viewer", Map.of());
        clock.advance(Duration.ofMinutes(5));
        south.authorization.clients().addSecretClient("x", SECRET, Set.of(Role.CLINICIAN), Duration.ofMinutes(5));
        String foreign = MAPPER.readTree(client.post(
                                south.uri("/auth/token"),
                                Map.of("grant_type", "client_credentials"),
                                "Authorization",
                                Browser.basic("x", SECRET))
                        .body())
                .path("access_token")
                .asText();
        String gone = token("viewer", Map.of());
        north.authorization.clients().addSecretClient("viewer", SECRET, Set.of(Role.MODALITY), Duration.ofMinutes(5));

        // When
        List<String> answers = List.of(
                asPacs(expired), asPacs(foreign), asPacs(gone), asPacs("x"), asPacs("a.b.c"), asPacs("x".repeat(9000)));

        // Then
        assertThat(answers).containsOnly(INACTIVE);
    }

    @Test
    @Tag("IUA-102-01")
    void shouldRefuseAllCallersAlikeThatAreNoResourceServers() throws Exception {
        // Given
        String token = studyToken();
        String narrow = token("pacs", Map.of("resource", north.uri("/fhir/r4").toString()));

        // When
        List<HttpResponse<String>> answers = List.of(
                introspect(token, Browser.basic("viewer", SECRET)),
                introspect(token, "Bearer " + token("viewer", Map.of())),
                introspect(token, "Bearer " + token),
                introspect(token, "Bearer " + narrow),
                introspect(token, "Bearer x"));
        HttpResponse<String> anonymous = client.post(north.uri("/auth/introspect"), Map.of("token", token));
        HttpResponse<String> wrong = introspect(token, Browser.basic("pacs", SECRET + "x"));

        // Then
        assertThat(answers)
                .extracting(HttpResponse::body)
                .containsOnly(answers.get(0).body());
        assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(401);
        assertThat(anonymous.statusCode()).isEqualTo(401);
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(anonymous.headers().firstValue("www-authenticate")).contains("Bearer realm=\"assent\"");
        assertThat(north.log.events().getLast().kind()).isEqualTo(SecurityEvent.Kind.TOKEN_REFUSED);
    }

    @Test
    void shouldTakeTheTokenFromTheBodyOnlyAndNotBeThereForOtherSites() throws Exception {
        // Given
        String basic = Browser.basic("pacs", SECRET);

        // When
        HttpResponse<String> inAddress =
                client.post(north.uri("/auth/introspect?token=x"), Map.of("token", "x"), "Authorization", basic);
        HttpResponse<String> none = client.post(north.uri("/auth/introspect"), Map.of(), "Authorization", basic);
        HttpResponse<String> byGet = client.get(north.uri("/auth/introspect"), "Authorization", basic);
        HttpResponse<String> fromSite = caller.get(north, "/auth/introspect");

        // Then
        assertThat(inAddress.statusCode()).isEqualTo(400);
        assertThat(none.statusCode()).isEqualTo(400);
        assertThat(byGet.statusCode()).isEqualTo(405);
        assertThat(fromSite.statusCode()).isNotEqualTo(200);
    }
}
