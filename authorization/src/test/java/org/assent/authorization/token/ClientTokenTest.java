package org.assent.authorization.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.assent.authorization.network.Browser;
import org.assent.authorization.network.TestClock;
import org.assent.authorization.network.TestLedger;
import org.assent.authorization.network.TestSite;
import org.assent.authorization.principal.Role;
import org.assent.ledger.signature.P256Signer;
import org.assent.testsupport.FixedClock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tokens for programs of this organization, and what an access token of this site must be. */
class ClientTokenTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String SECRET = "a-secret-of-more-than-24-characters";
    private static final FixedClock CLOCK = TestClock.ahead();

    private static TestSite north;
    private static RSAKey ehrKey;
    private final Browser client = new Browser();

    @BeforeAll
    static void start() throws Exception {
        north = TestSite.start("north", new TestLedger(), CLOCK);
        ehrKey = new RSAKeyGenerator(2048).keyID("ehr-1").generate();
        var clients = north.authorization.clients();
        clients.addSecretClient("viewer", SECRET, Set.of(Role.CLINICIAN), Duration.ofMinutes(60));
        clients.addSecretClient("ct-1", SECRET, Set.of(Role.MODALITY), Duration.ofMinutes(5));
        clients.addKeyClient("ehr", new JWKSet(ehrKey.toPublicJWK()), Set.of(Role.EHR), Duration.ofMinutes(5));
    }

    @AfterAll
    static void stop() {
        north.close();
    }

    private HttpResponse<String> ask(Map<String, String> form, String... headers) throws Exception {
        return client.post(north.uri("/auth/token"), form, headers);
    }

    private HttpResponse<String> askAs(String id, String secret, Map<String, String> more) throws Exception {
        Map<String, String> form = new HashMap<>(more);
        form.putIfAbsent("grant_type", "client_credentials");
        return ask(form, "Authorization", Browser.basic(id, secret));
    }

    private String token(String id, Map<String, String> more) throws Exception {
        return MAPPER.readTree(askAs(id, SECRET, more).body())
                .path("access_token")
                .asText();
    }

    private HttpResponse<String> get(String path, String token) throws Exception {
        return client.get(north.uri(path), "Authorization", "Bearer " + token);
    }

    @Test
    @Tag("IUA-71-02")
    void shouldIssueATokenToASecretClientThatOpensItsRoutes() throws Exception {
        HttpResponse<String> response = askAs("viewer", SECRET, Map.of());

        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode body = MAPPER.readTree(response.body());
        assertThat(body.path("token_type").asText()).isEqualTo("Bearer");
        assertThat(body.path("expires_in").asLong()).isEqualTo(3600);
        assertThat(body.path("scope").asText()).contains("user/ImagingStudy.crs");
        String token = body.path("access_token").asText();
        assertThat(get("/dicomweb/studies", token).body()).contains("Client viewer");
        assertThat(client.get(north.loopbackUri("/dicomweb/studies"), "Authorization", "Bearer " + token)
                        .statusCode())
                .as("by its other address too")
                .isEqualTo(200);
    }

    @Test
    void shouldRefuseClientsThatDoNotProveThemselvesInTheSameWay() throws Exception {
        HttpResponse<String> unknown = askAs("nobody", SECRET, Map.of());
        HttpResponse<String> wrong = askAs("viewer", SECRET + "x", Map.of());
        HttpResponse<String> keyed = askAs("ehr", SECRET, Map.of());

        assertThat(unknown.statusCode()).isEqualTo(401);
        assertThat(unknown.headers().firstValue("www-authenticate")).contains("Basic realm=\"assent\"");
        assertThat(List.of(wrong.body(), keyed.body())).containsOnly(unknown.body());
        assertThat(ask(Map.of("grant_type", "client_credentials")).statusCode()).isEqualTo(401);
        assertThat(ask(Map.of("grant_type", "client_credentials", "client_id", "viewer", "client_secret", SECRET))
                        .statusCode())
                .as("secrets do not go into the body")
                .isEqualTo(401);
        assertThat(askAs("viewer", SECRET, Map.of("client_id", "ct-1")).statusCode())
                .isEqualTo(401);
    }

    @Test
    @Tag("IUA-71-10")
    void shouldAnswerMalformedRequestsInOAuthForm() throws Exception {
        String basic = Browser.basic("viewer", SECRET);
        Map<String, HttpResponse<String>> answers = Map.of(
                "unsupported_grant_type", askAs("viewer", SECRET, Map.of("grant_type", "password")),
                "invalid_scope", askAs("viewer", SECRET, Map.of("scope", "user/Consent.cru")),
                "invalid_target", askAs("viewer", SECRET, Map.of("resource", "https://elsewhere.example")),
                "invalid_request",
                        client.postBody(
                                north.uri("/auth/token"),
                                "grant_type=client_credentials&grant_type=client_credentials",
                                "Authorization",
                                basic));
        for (var answer : answers.entrySet()) {
            assertThat(answer.getValue().statusCode()).isEqualTo(400);
            assertThat(MAPPER.readTree(answer.getValue().body()).path("error").asText())
                    .isEqualTo(answer.getKey());
        }
        assertThat(client.postBody(north.uri("/auth/token?grant_type=client_credentials"), "", "Authorization", basic)
                        .statusCode())
                .isEqualTo(400);
        assertThat(client.postBody(north.uri("/auth/token"), "a=" + "b".repeat(20_000), "Authorization", basic)
                        .statusCode())
                .isEqualTo(400);
        assertThat(client.postBody(north.uri("/auth/token"), "grant_type=%zz", "Authorization", basic)
                        .statusCode())
                .isEqualTo(400);
        assertThat(client.get(north.uri("/auth/token")).statusCode()).isEqualTo(405);
    }

    @Test
    @Tag("SM-09")
    void shouldIssueATokenToAClientThatSignsAndRefuseWhatItDidNotSign() throws Exception {
        String endpoint = north.uri("/auth/token").toString();

        assertThat(askSigned(ehrKey, "ehr-1", endpoint).statusCode()).isEqualTo(200);
        assertThat(askSigned(ehrKey, "ehr-2", endpoint).statusCode())
                .as("unknown kid")
                .isEqualTo(401);
        assertThat(askSigned(new RSAKeyGenerator(2048).generate(), "ehr-1", endpoint)
                        .statusCode())
                .as("other key")
                .isEqualTo(401);
        assertThat(askSigned(ehrKey, "ehr-1", north.peerAddress() + "/auth/token")
                        .statusCode())
                .as("the other port's address")
                .isEqualTo(401);
    }

    private HttpResponse<String> askSigned(RSAKey key, String kid, String audience) throws Exception {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS384).keyID(kid).build(),
                new JWTClaimsSet.Builder()
                        .issuer("ehr")
                        .subject("ehr")
                        .audience(audience)
                        .jwtID(UUID.randomUUID().toString())
                        .expirationTime(Date.from(CLOCK.instant().plusSeconds(240)))
                        .build());
        jwt.sign(new RSASSASigner(key));
        return ask(Map.of(
                "grant_type", "client_credentials",
                "client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                "client_assertion", jwt.serialize()));
    }

    @Test
    @Tag("SM-08")
    void shouldCheckRoleAndScope() throws Exception {
        String narrow = token("viewer", Map.of("scope", "user/Patient.r"));
        String modality = token("ct-1", Map.of());

        HttpResponse<String> unscoped = get("/dicomweb/studies", narrow);
        assertThat(unscoped.statusCode()).isEqualTo(403);
        assertThat(unscoped.headers().firstValue("www-authenticate").orElse("")).contains("insufficient_scope");
        assertThat(get("/fhir/r4/Patient", narrow).statusCode())
                .as("r is not s")
                .isEqualTo(403);
        assertThat(get("/dicomweb/studies", modality).statusCode())
                .as("a modality does not read")
                .isEqualTo(403);
        assertThat(client.postBody(north.uri("/dicomweb/studies"), "", "Authorization", "Bearer " + modality)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void shouldRefuseTheTokenAtOnceWhenTheClientIsRemoved() throws Exception {
        north.authorization.clients().addSecretClient("script", SECRET, Set.of(Role.CLINICIAN), Duration.ofMinutes(60));
        String token = token("script", Map.of());
        assertThat(get("/dicomweb/studies", token).statusCode()).isEqualTo(200);

        north.authorization.clients().remove("script");

        assertThat(get("/dicomweb/studies", token).statusCode()).isEqualTo(401);
    }

    @Test
    @Tag("IUA-71-09")
    @Tag("IUA-72-01")
    @Tag("IUA-72-02")
    void shouldRefuseTokensThatWereNotIssuedHereOrAreOver() throws Exception {
        String token = token("ct-1", Map.of("resource", north.uri("/dicomweb").toString()));
        String[] parts = token.split("\\.", -1);
        AccessTokenIssuer stranger = new AccessTokenIssuer(
                north.origin(), TokenKeys.always(P256Signer.generate(new java.security.SecureRandom())));
        String forged = stranger.issue(
                new AccessToken(
                        "id",
                        "viewer",
                        Set.of(north.uri("/dicomweb").toString()),
                        CLOCK.instant().minusSeconds(1),
                        CLOCK.instant().plusSeconds(60),
                        org.assent.authorization.scope.RoleScopes.of(Set.of(Role.CLINICIAN)),
                        Set.of(org.assent.decision.request.PurposeOfUse.TREAT),
                        java.util.Optional.empty(),
                        new AccessToken.Holder.Program(Set.of(Role.CLINICIAN))),
                Map.of());
        for (String bad :
                List.of("", "x", forged, parts[0] + "." + parts[1] + ".", parts[0] + "." + parts[1] + ".AAAA")) {
            HttpResponse<String> response = get("/dicomweb/studies", bad);

            assertThat(response.statusCode()).isEqualTo(401);
            assertThat(response.headers().firstValue("www-authenticate").orElse(""))
                    .startsWith("Bearer realm=\"assent\", error=\"invalid_token\"");
            assertThat(response.headers().firstValue("content-type")).contains("application/problem+json");
        }
        assertThat(client.get(north.uri("/dicomweb/studies"), "Authorization", "DPoP " + token)
                        .statusCode())
                .isEqualTo(401);
        assertThat(get("/fhir/r4/Patient", token).statusCode())
                .as("only for DICOMweb")
                .isEqualTo(401);
        assertThat(client.get(north.uri("/dicomweb/studies?access_token=" + token))
                        .statusCode())
                .as("not in the address")
                .isEqualTo(401);
    }

    @Test
    void shouldTellWhatItHasInDiscovery() throws Exception {
        JsonNode metadata = MAPPER.readTree(
                client.get(north.uri("/.well-known/oauth-authorization-server")).body());
        JsonNode smart = MAPPER.readTree(client.get(north.uri("/fhir/r4/.well-known/smart-configuration"))
                .body());
        JWKSet keys = JWKSet.parse(client.get(north.uri("/auth/jwks")).body());

        assertThat(metadata.path("issuer").asText()).isEqualTo(north.origin());
        assertThat(metadata.path("token_endpoint").asText())
                .isEqualTo(north.uri("/auth/token").toString());
        assertThat(smart.path("capabilities")).isNotEmpty();
        SignedJWT token = SignedJWT.parse(token("viewer", Map.of()));
        var key = keys.getKeyByKeyId(token.getHeader().getKeyID()).toECKey();
        assertThat(token.verify(new com.nimbusds.jose.crypto.ECDSAVerifier(key)))
                .isTrue();
        assertThat(key.isPrivate()).isFalse();
    }

    @Test
    @Tag("IUA-103-01")
    void shouldTakeTokensOfTheKeyBeforeForAsLongAsItIsPublished() throws Exception {
        String old = token("viewer", Map.of());
        JsonNode before = MAPPER.readTree(client.get(north.uri("/auth/jwks")).body());

        north.tokenKeys.rotate();

        JsonNode after = MAPPER.readTree(client.get(north.uri("/auth/jwks")).body());
        String fresh = token("viewer", Map.of());
        assertThat(after.path("keys")).hasSize(2);
        assertThat(after.path("keys").findValuesAsText("kid"))
                .containsAll(before.path("keys").findValuesAsText("kid"));
        assertThat(SignedJWT.parse(fresh).getHeader().getKeyID())
                .isEqualTo(after.path("keys").get(0).path("kid").asText())
                .isNotEqualTo(SignedJWT.parse(old).getHeader().getKeyID());
        assertThat(get("/fhir/r4/Patient", old).statusCode()).isEqualTo(200);
        assertThat(get("/fhir/r4/Patient", fresh).statusCode()).isEqualTo(200);

        north.tokenKeys.forget();

        assertThat(get("/fhir/r4/Patient", old).statusCode()).isEqualTo(401);
        assertThat(get("/fhir/r4/Patient", fresh).statusCode()).isEqualTo(200);
    }
}
