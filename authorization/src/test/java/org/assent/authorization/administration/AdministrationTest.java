package org.assent.authorization.administration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assent.audit.SecurityEvent;
import org.assent.authorization.network.Browser;
import org.assent.authorization.network.TestClock;
import org.assent.authorization.network.TestLedger;
import org.assent.authorization.network.TestSite;
import org.assent.authorization.principal.Role;
import org.assent.testsupport.FixedClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs and people, changed by an administrator's program. */
class AdministrationTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SECRET = "a-secret-of-more-than-24-characters";
    private static final String CLIENTS = "/auth/clients";
    private static final String ACCOUNTS = "/auth/accounts";

    private final FixedClock clock = TestClock.ahead();
    private final Browser browser = new Browser();
    private TestSite site;
    private String administrator;

    @BeforeEach
    void start() throws Exception {
        site = TestSite.start("north", new TestLedger(), clock);
        site.authorization
                .clients()
                .addSecretClient("administrator", SECRET, Set.of(Role.ADMINISTRATOR), Duration.ofMinutes(60));
        administrator = token("administrator", SECRET);
    }

    @AfterEach
    void stop() {
        site.close();
    }

    private HttpResponse<String> ask(String id, String secret) throws Exception {
        return browser.post(
                site.uri("/auth/token"),
                Map.of("grant_type", "client_credentials"),
                "Authorization",
                Browser.basic(id, secret));
    }

    private String token(String id, String secret) throws Exception {
        return JSON.readTree(ask(id, secret).body()).path("access_token").asText();
    }

    private HttpResponse<String> send(String method, String path, String body, String token) throws Exception {
        return browser.send(
                HttpRequest.newBuilder(site.uri(path)).method(method, HttpRequest.BodyPublishers.ofString(body)),
                "Authorization",
                "Bearer " + token,
                "Content-Type",
                "application/json");
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return send("POST", path, body, administrator);
    }

    private HttpResponse<String> delete(String path) throws Exception {
        return send("DELETE", path, "", administrator);
    }

    private JsonNode get(String path) throws Exception {
        return JSON.readTree(send("GET", path, "", administrator).body());
    }

    private int patients(String token) throws Exception {
        return send("GET", "/fhir/r4/Patient", "", token).statusCode();
    }

    private List<String> changes() {
        return site.log.events().stream()
                .filter(event -> event.kind() == SecurityEvent.Kind.CONFIGURATION_CHANGED)
                .map(event -> event.actor() + " " + event.details().get("change") + " "
                        + event.details().get("roles"))
                .toList();
    }

    @Test
    void shouldLetAProgramInUntilItIsRevoked() throws Exception {
        // Given a program that was added
        HttpResponse<String> added = post(CLIENTS, "{\"client_id\":\"ehr-1\",\"roles\":[\"ehr\"]}");
        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        String secret = JSON.readTree(added.body()).path("client_secret").asText();
        assertThat(secret).hasSizeGreaterThanOrEqualTo(43);
        String token = token("ehr-1", secret);
        assertThat(patients(token)).isEqualTo(200);
        assertThat(get(CLIENTS).toString()).contains("ehr-1").doesNotContain(secret, "secret_hash");

        // When it is revoked
        assertThat(delete(CLIENTS + "/ehr-1").statusCode()).isEqualTo(204);

        // Then its token has ended and it gets no other
        assertThat(patients(token)).isEqualTo(401);
        assertThat(ask("ehr-1", secret).statusCode()).isEqualTo(401);
        assertThat(get(CLIENTS).toString()).doesNotContain("ehr-1");
        assertThat(changes()).containsExactly("administrator client-added ehr", "administrator client-revoked ehr");
    }

    @Test
    void shouldNotGiveTheIdOfARevokedProgramAgainWhileItsTokensCouldBeGood() throws Exception {
        String body = "{\"client_id\":\"ehr-1\",\"roles\":[\"ehr\"],\"token_seconds\":3600}";
        post(CLIENTS, body);
        assertThat(post(CLIENTS, body).statusCode()).as("taken").isEqualTo(409);
        delete(CLIENTS + "/ehr-1");

        HttpResponse<String> again = post(CLIENTS, body);

        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.body()).contains("free again at");
        clock.advance(Duration.ofMinutes(61));
        administrator = token("administrator", SECRET);
        assertThat(post(CLIENTS, body).statusCode()).isEqualTo(201);
    }

    @Test
    void shouldAddAppsAndProgramsWithKeysByTheNamesOfRfc7591() throws Exception {
        HttpResponse<String> app = post(CLIENTS, """
                {"client_id":"viewer","token_endpoint_auth_method":"none","roles":["clinician"],
                 "redirect_uris":["http://localhost:3000/back"],"token_seconds":120}""");
        HttpResponse<String> keys =
                post(CLIENTS, """
                {"client_id":"backend","token_endpoint_auth_method":"private_key_jwt","roles":["resource-server"],
                 "jwks":{"keys":[%s]}}""".formatted(org.assent.authorization.jose.LedgerJwk.of(site.serviceKey.publicKey())
                        .toJSONString()));

        assertThat(app.statusCode()).as(app.body()).isEqualTo(201);
        assertThat(app.body()).doesNotContain("client_secret\"");
        assertThat(keys.statusCode()).as(keys.body()).isEqualTo(201);
        assertThat(site.authorization.clients().find("viewer").orElseThrow().isPublic())
                .isTrue();
        assertThat(site.authorization.clients().find("backend").orElseThrow().keys())
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            422 | {"client_id":"","roles":["ehr"]}
            422 | {"client_id":"a b","roles":["ehr"]}
            422 | {"client_id":"x"}
            400 | {"client_id":"x","roles":["king"]}
            400 | {"client_id":"x","role":"ehr"}
            400 | {"client_id":"x","client_id":"y","roles":["ehr"]}
            400 | {"client_id":"x","roles":["ehr"],"jwks":{"keys":[]}}
            400 | {"client_id":"x","roles":["ehr"],"token_endpoint_auth_method":"client_secret_jwt"}
            422 | {"client_id":"x","roles":["ehr"],"token_endpoint_auth_method":"none"}
            422 | {"client_id":"x","roles":["ehr"],"token_endpoint_auth_method":"private_key_jwt","jwks":{"keys":[]}}
            422 | {"client_id":"x","roles":["ehr"],"token_seconds":3601}
            422 | {"client_id":"x","roles":["ehr"],"redirect_uris":["http://elsewhere.example/"]}
            409 | {"client_id":"operator","roles":["ehr"]}
            400 | []
            400 | {
            """)
    void shouldRefuseWhatIsNoClientAndAddNothing(int status, String body) throws Exception {
        HttpResponse<String> answer = post(CLIENTS, body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(site.authorization.clients().all()).hasSize(1);
        assertThat(changes()).isEmpty();
    }

    @Test
    void shouldRefuseAKeyThatIsNotPublic() throws Exception {
        String secretKey = new com.nimbusds.jose.jwk.gen.ECKeyGenerator(com.nimbusds.jose.jwk.Curve.P_256)
                .keyID("k")
                .generate()
                .toJSONString();

        HttpResponse<String> answer = post(
                CLIENTS,
                "{\"client_id\":\"x\",\"roles\":[\"ehr\"],\"token_endpoint_auth_method\":\"private_key_jwt\",\"jwks\":{\"keys\":["
                        + secretKey + "]}}");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(site.authorization.clients().all()).hasSize(1);
    }

    @Test
    void shouldRefuseMoreKeysThanAClientNeedsAndLogNothing() throws Exception {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            keys.add(new com.nimbusds.jose.jwk.gen.ECKeyGenerator(com.nimbusds.jose.jwk.Curve.P_256)
                    .keyID("k" + i)
                    .generate()
                    .toPublicJWK()
                    .toJSONString());
        }
        String body =
                "{\"client_id\":\"x\",\"roles\":[\"ehr\"],\"token_endpoint_auth_method\":\"private_key_jwt\",\"jwks\":{\"keys\":[%s]}}";

        assertThat(post(CLIENTS, body.formatted(String.join(",", keys))).statusCode())
                .isEqualTo(422);
        String longId = keys.getFirst().replace("\"k0\"", "\"" + "k".repeat(17_000) + "\"");
        assertThat(post(CLIENTS, body.formatted(longId)).statusCode()).isEqualTo(422);
        assertThat(changes()).isEmpty();
        assertThat(post(CLIENTS, body.formatted(String.join(",", keys.subList(0, 8))))
                        .statusCode())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CLINICIAN", "EHR", "MODALITY", "PRIVACY_OFFICER", "RESOURCE_SERVER"})
    void shouldBeThereForAdministratorsAlone(String role) throws Exception {
        site.authorization
                .clients()
                .addSecretClient("other", SECRET, Set.of(Role.valueOf(role)), Duration.ofMinutes(5));
        String other = token("other", SECRET);

        assertThat(send("GET", CLIENTS, "", other).statusCode()).isEqualTo(403);
        assertThat(send("POST", CLIENTS, "{\"client_id\":\"x\",\"roles\":[\"ehr\"]}", other)
                        .statusCode())
                .isEqualTo(403);
        assertThat(send("DELETE", CLIENTS + "/administrator", "", other).statusCode())
                .isEqualTo(403);
        assertThat(send("GET", ACCOUNTS, "", other).statusCode()).isEqualTo(403);
        assertThat(browser.get(site.uri(CLIENTS)).statusCode()).isEqualTo(401);
    }

    @Test
    void shouldKeepTheOperatorOfTheSite() throws Exception {
        Administration.admitOperator(site.authorization.clients(), site.serviceKey.publicKey());

        assertThat(delete(CLIENTS + "/operator").statusCode()).isEqualTo(409);
        assertThat(delete(CLIENTS + "/nobody").statusCode()).isEqualTo(404);
    }

    @Test
    void shouldGiveAPersonALinkThatWorksUntilANewOneOrTheEnd() throws Exception {
        HttpResponse<String> added =
                post(ACCOUNTS, "{\"name\":\"Ada Example\",\"roles\":[\"clinician\",\"privacy-officer\"]}");
        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        JsonNode person = JSON.readTree(added.body());
        String id = person.path("id").asText();
        assertThat(person.path("link").asText()).contains("/auth/first?code=");
        assertThat(get(ACCOUNTS).path("accounts").toString())
                .contains("Ada Example", id)
                .doesNotContain("code=");

        HttpResponse<String> again = post(ACCOUNTS + "/" + id + "/invitation", "");
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(JSON.readTree(again.body()).path("link").asText())
                .isNotEqualTo(person.path("link").asText());

        assertThat(delete(ACCOUNTS + "/" + id).statusCode()).isEqualTo(204);
        assertThat(delete(ACCOUNTS + "/" + id).statusCode()).isEqualTo(404);
        assertThat(site.authorization.users().find(id)).isEmpty();
        assertThat(changes())
                .containsExactly(
                        "administrator account-added clinician privacy-officer",
                        "administrator account-invited clinician privacy-officer",
                        "administrator account-removed clinician privacy-officer");
        assertThat(site.log.events().toString()).doesNotContain("Ada");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            422 | {"name":"","roles":["clinician"]}
            422 | {"name":"Ada"}
            422 | {"name":"Ada","roles":["resource-server"]}
            400 | {"name":["Ada"],"roles":["clinician"]}
            """)
    void shouldRefuseWhatIsNoPerson(int status, String body) throws Exception {
        assertThat(post(ACCOUNTS, body).statusCode()).isEqualTo(status);
        assertThat(site.authorization.users().all()).isEmpty();
    }
}
