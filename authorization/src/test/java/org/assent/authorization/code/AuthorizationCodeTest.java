package org.assent.authorization.code;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assent.authorization.client.ClientDirectory;
import org.assent.authorization.client.RedirectUri;
import org.assent.authorization.client.RegisteredClient;
import org.assent.authorization.network.Browser;
import org.assent.authorization.network.TestClock;
import org.assent.authorization.network.TestLedger;
import org.assent.authorization.network.TestSite;
import org.assent.authorization.principal.Role;
import org.assent.authorization.signin.DemoUser;
import org.assent.ledger.bytes.Hash;
import org.assent.testsupport.FixedClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An app gets a person's approval, a code for it and a token for that; and what attackers try on the way. */
class AuthorizationCodeTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String BACK = "https://app.example/back?a=b";
    private static final String SECRET = "a-secret-of-more-than-24-characters";
    private static final String VERIFIER = "v".repeat(43);
    private static final String STATE = "state of 122 bits & more";

    private final FixedClock clock = TestClock.ahead();
    private final Browser browser = new Browser();
    private final Browser app = new Browser();
    private TestSite north;

    @BeforeEach
    void start() throws Exception {
        north = TestSite.start(
                "north",
                new TestLedger(),
                clock,
                List.of(new DemoUser("clara", "Clara Demo", "clara-password", Set.of(Role.CLINICIAN))));
        add("app", Optional.empty());
        add("thief", Optional.empty());
        add("confidential", Optional.of(ClientDirectory.secretHash(SECRET)));
        browser.signIn(north, "clara", "clara-password", "/viewer/");
    }

    @AfterEach
    void stop() {
        north.close();
    }

    private void add(String id, Optional<String> secretHash) {
        north.authorization
                .clients()
                .add(new RegisteredClient(
                        id,
                        Optional.empty(),
                        secretHash,
                        Set.of(Role.CLINICIAN, Role.EHR),
                        Duration.ofMinutes(60),
                        List.of(new RedirectUri(BACK))));
    }

    private Map<String, String> request() {
        Map<String, String> request = new LinkedHashMap<>();
        request.put("response_type", "code");
        request.put("client_id", "app");
        request.put("redirect_uri", BACK);
        request.put("state", STATE);
        request.put("scope", "user/ImagingStudy.rs user/Patient.cru");
        request.put("aud", north.uri("/fhir/r4").toString());
        request.put("resource", north.uri("/dicomweb").toString());
        request.put(
                "code_challenge",
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(Hash.sha256(VERIFIER.getBytes(StandardCharsets.US_ASCII))
                                .toByteArray()));
        request.put("code_challenge_method", "S256");
        return request;
    }

    private HttpResponse<String> ask(Map<String, String> request) throws Exception {
        return browser.get(north.uri("/auth/authorize?" + Browser.form(request)));
    }

    private HttpResponse<String> answer(Map<String, String> request, String answer) throws Exception {
        String page = ask(request).body();
        Map<String, String> form = new HashMap<>(request);
        form.put("form", Browser.field(page, "form"));
        form.put("answer", answer);
        return browser.post(north.uri("/auth/authorize"), form, "Origin", north.origin());
    }

    private static Map<String, String> parameters(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(303);
        String location = response.headers().firstValue("location").orElse("");
        assertThat(location).startsWith(BACK + "&");
        Map<String, String> parameters = new HashMap<>();
        for (String pair : URI.create(location).getRawQuery().split("&", -1)) {
            String[] parts = pair.split("=", 2);
            parameters.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return parameters;
    }

    private String code(Map<String, String> request) throws Exception {
        return parameters(answer(request, "allow")).getOrDefault("code", "");
    }

    private static Map<String, String> exchange(String code) {
        Map<String, String> form = new HashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("client_id", "app");
        form.put("code", code);
        form.put("redirect_uri", BACK);
        form.put("code_verifier", VERIFIER);
        return form;
    }

    private HttpResponse<String> post(Map<String, String> form, String... headers) throws Exception {
        return app.post(north.uri("/auth/token"), form, headers);
    }

    private static String error(HttpResponse<String> response) throws Exception {
        return MAPPER.readTree(response.body()).path("error").asText();
    }

    private int read(String path, String token) throws Exception {
        return app.get(north.uri(path), "Authorization", "Bearer " + token).statusCode();
    }

    @Test
    @Tag("IUA-71-01")
    @Tag("IUA-71-03")
    @Tag("IUA-71-05")
    @Tag("SM-06")
    @Tag("SM-07")
    void shouldGiveTheAppATokenInThePersonsNameWhenThePersonApproves() throws Exception {
        // Given
        Map<String, String> back = parameters(answer(request(), "allow"));

        // When
        HttpResponse<String> response = post(exchange(back.getOrDefault("code", "")));

        // Then
        assertThat(back).containsEntry("state", STATE).containsEntry("iss", north.origin());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("cache-control")).contains("no-store");
        JsonNode body = MAPPER.readTree(response.body());
        assertThat(body.path("token_type").asText()).isEqualTo("Bearer");
        assertThat(body.path("expires_in").asLong()).isEqualTo(300);
        assertThat(body.path("scope").asText()).as("only what a clinician may").isEqualTo("user/ImagingStudy.rs");
        String token = body.path("access_token").asText();
        var claims = SignedJWT.parse(token).getJWTClaimsSet();
        assertThat(claims.getStringClaim("client_id")).isEqualTo("app");
        assertThat(claims.getSubject()).isNotEqualTo("app");
        assertThat(app.get(north.uri("/dicomweb/studies"), "Authorization", "Bearer " + token)
                        .body())
                .contains("Person " + claims.getSubject());
        assertThat(read("/fhir/r4/Patient", token)).as("out of scope").isEqualTo(403);
        assertThat(read("/auth/people", token)).as("no page").isEqualTo(401);
    }

    @Test
    void shouldShowEscapedTextAndAPolicyThatLetsTheFormLeadBackOnly() throws Exception {
        // When
        HttpResponse<String> page = ask(request());

        // Then
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("content-security-policy").orElse(""))
                .contains("form-action 'self' https://app.example;")
                .contains("frame-ancestors 'none'")
                .doesNotContain("script");
        assertThat(page.body()).contains("state of 122 bits &amp; more").contains("ImagingStudy: read, search");
        assertThat(page.body()).doesNotContain("Patient: create");
    }

    @Test
    void shouldSendThePersonToSignInFirst() throws Exception {
        // When
        HttpResponse<String> response = new Browser().get(north.uri("/auth/authorize?" + Browser.form(request())));

        // Then
        assertThat(response.statusCode()).isEqualTo(303);
        assertThat(response.headers().firstValue("location").orElse("")).startsWith("/auth/sign-in?next=");
    }

    @Test
    @Tag("IUA-71-03")
    @Tag("DP-05")
    void shouldSendNothingAnywhereWhenAppOrAddressAreNotRegisteredExactly() throws Exception {
        for (Map<String, String> wrong : List.of(
                Map.of("redirect_uri", "https://app.example/back"),
                Map.of("redirect_uri", BACK + "&x=y"),
                Map.of("redirect_uri", "https://evil.example/"),
                Map.of("redirect_uri", "https://app.example.evil.example/back?a=b"),
                Map.of("client_id", "nobody"))) {
            Map<String, String> request = request();
            request.putAll(wrong);

            HttpResponse<String> response = ask(request);

            assertThat(response.statusCode()).as(wrong.toString()).isEqualTo(400);
            assertThat(response.headers().firstValue("location")).isEmpty();
        }
    }

    @Test
    @Tag("IUA-71-03")
    @Tag("SM-06")
    void shouldTellTheAppWhatIsMissingOrWrong() throws Exception {
        Map<String, Map<String, String>> wrong = Map.of(
                "state", Map.of("state", "", "error", "invalid_request"),
                "plain", Map.of("code_challenge_method", "plain", "error", "invalid_request"),
                "method", Map.of("code_challenge_method", "", "error", "invalid_request"),
                "challenge", Map.of("code_challenge", "", "error", "invalid_request"),
                "implicit", Map.of("response_type", "token", "error", "unsupported_response_type"),
                "scope", Map.of("scope", "user/AuditEvent.rs", "error", "invalid_scope"),
                "unknown scope", Map.of("scope", "everything", "error", "invalid_scope"),
                "aud", Map.of("aud", "https://elsewhere.example/fhir", "error", "invalid_target"),
                "no aud", Map.of("aud", "", "resource", "", "error", "invalid_target"),
                "not for this role", Map.of("scope", "user/Consent.u", "error", "access_denied"));
        for (var one : wrong.entrySet()) {
            Map<String, String> request = request();
            request.putAll(one.getValue());
            String expected = String.valueOf(request.remove("error"));

            Map<String, String> back = parameters(ask(request));

            assertThat(back.get("error")).as(one.getKey()).isEqualTo(expected);
            assertThat(back.get("iss")).isEqualTo(north.origin());
            assertThat(back).doesNotContainKey("code");
        }
    }

    @Test
    void shouldGiveNoCodeWhenThePersonRefusesOrTheFormIsForged() throws Exception {
        // Given
        Map<String, String> forged = new HashMap<>(request());
        forged.put("answer", "allow");

        // When
        Map<String, String> refused = parameters(answer(request(), "deny"));
        HttpResponse<String> withoutToken =
                browser.post(north.uri("/auth/authorize"), forged, "Origin", north.origin());
        HttpResponse<String> fromElsewhere =
                browser.post(north.uri("/auth/authorize"), forged, "Origin", "https://evil.example");

        // Then
        assertThat(refused).containsEntry("error", "access_denied").containsEntry("state", STATE);
        assertThat(withoutToken.statusCode()).isEqualTo(403);
        assertThat(fromElsewhere.statusCode()).isEqualTo(403);
    }

    @Test
    @Tag("IUA-71-04")
    void shouldTakeBackTheTokenWhenTheCodeComesAgain() throws Exception {
        // Given
        String code = code(request());
        String token = MAPPER.readTree(post(exchange(code)).body())
                .path("access_token")
                .asText();
        assertThat(read("/dicomweb/studies", token)).isEqualTo(200);

        // When
        HttpResponse<String> again = post(exchange(code));

        // Then
        assertThat(again.statusCode()).isEqualTo(400);
        assertThat(error(again)).isEqualTo("invalid_grant");
        assertThat(read("/dicomweb/studies", token)).isEqualTo(401);
    }

    @Test
    @Tag("IUA-71-04")
    void shouldRefuseTheCodeWhenVerifierAppAddressOrTimeIsWrong() throws Exception {
        // Given
        Map<String, String> verifier = exchange(code(request()));
        verifier.put("code_verifier", "w".repeat(43));
        Map<String, String> none = exchange(code(request()));
        none.remove("code_verifier");
        Map<String, String> thief = exchange(code(request()));
        thief.put("client_id", "thief");
        Map<String, String> address = exchange(code(request()));
        address.put("redirect_uri", "https://app.example/back");
        Map<String, String> late = exchange(code(request()));

        // When
        List<HttpResponse<String>> answers =
                List.of(post(verifier), post(none), post(thief), post(address), post(exchange("unknown")));
        clock.advance(Duration.ofSeconds(61));
        HttpResponse<String> after = post(late);

        // Then
        assertThat(answers).allSatisfy(answer -> assertThat(error(answer)).isEqualTo("invalid_grant"));
        assertThat(error(after)).isEqualTo("invalid_grant");
    }

    @Test
    void shouldAskAConfidentialAppForItsSecretAndGiveAppsNoTokenOfTheirOwn() throws Exception {
        // Given
        Map<String, String> request = request();
        request.put("client_id", "confidential");
        Map<String, String> form = exchange(code(request));
        form.put("client_id", "confidential");
        String basic = Browser.basic("confidential", SECRET);

        // When
        HttpResponse<String> without = post(form);
        HttpResponse<String> wrong = post(form, "Authorization", Browser.basic("confidential", SECRET + "x"));
        HttpResponse<String> with = post(form, "Authorization", basic);
        HttpResponse<String> own = post(Map.of("grant_type", "client_credentials"), "Authorization", basic);
        HttpResponse<String> ownPublic = post(Map.of("grant_type", "client_credentials", "client_id", "app"));

        // Then
        assertThat(without.statusCode()).isEqualTo(401);
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(with.statusCode()).isEqualTo(200);
        assertThat(error(own)).isEqualTo("unauthorized_client");
        assertThat(ownPublic.statusCode()).isEqualTo(401);
    }

    @Test
    void shouldEndThePersonsTokensWhenPersonOrAppIsRemoved() throws Exception {
        // Given
        String token = MAPPER.readTree(post(exchange(code(request()))).body())
                .path("access_token")
                .asText();
        String account = SignedJWT.parse(token).getJWTClaimsSet().getSubject();

        // When
        north.authorization.users().remove(account);

        // Then
        assertThat(read("/dicomweb/studies", token)).isEqualTo(401);
    }

    @Test
    @Tag("IUA-103-01")
    @Tag("SM-01")
    void shouldTellOfCodesInDiscovery() throws Exception {
        // When
        JsonNode metadata = MAPPER.readTree(
                app.get(north.uri("/.well-known/oauth-authorization-server")).body());
        JsonNode smart = MAPPER.readTree(
                app.get(north.uri("/fhir/r4/.well-known/smart-configuration")).body());

        // Then
        for (JsonNode document : List.of(metadata, smart)) {
            assertThat(document.path("authorization_endpoint").asText())
                    .isEqualTo(north.uri("/auth/authorize").toString());
            assertThat(document.path("response_types_supported").toString()).isEqualTo("[\"code\"]");
            assertThat(document.path("grant_types_supported").toString()).contains("authorization_code");
            assertThat(document.path("code_challenge_methods_supported").toString())
                    .isEqualTo("[\"S256\"]");
            assertThat(document.path("introspection_endpoint").asText()).endsWith("/auth/introspect");
            assertThat(document.path("introspection_endpoint_auth_methods_supported")
                            .toString())
                    .contains("Bearer");
            assertThat(document.path("revocation_endpoint").asText()).endsWith("/auth/revoke");
        }
        assertThat(metadata.path("authorization_response_iss_parameter_supported")
                        .asBoolean())
                .isTrue();
        assertThat(smart.path("capabilities").toString())
                .contains("launch-standalone")
                .contains("client-public");
    }
}
