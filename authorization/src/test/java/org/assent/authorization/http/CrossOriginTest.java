package org.assent.authorization.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assent.authorization.client.RedirectUri;
import org.assent.authorization.client.RegisteredClient;
import org.assent.authorization.network.Browser;
import org.assent.authorization.network.TestClock;
import org.assent.authorization.network.TestLedger;
import org.assent.authorization.network.TestSite;
import org.assent.authorization.principal.Role;
import org.assent.testsupport.FixedClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which pages of other origins a browser lets read answers. */
class CrossOriginTest {

    private static final String APP = "https://app.example.org";
    private static final String ALLOWED = "Access-Control-Allow-Origin";

    private final FixedClock clock = TestClock.ahead();
    private final Browser browser = new Browser();
    private TestSite site;

    @BeforeEach
    void start() throws Exception {
        site = TestSite.start("north", new TestLedger(), clock);
        site.authorization
                .clients()
                .add(new RegisteredClient(
                        "app",
                        Optional.empty(),
                        Optional.empty(),
                        Set.of(Role.CLINICIAN),
                        Duration.ofMinutes(5),
                        List.of(new RedirectUri("https://App.example.org:443/back"))));
    }

    @AfterEach
    void stop() {
        site.close();
    }

    private HttpResponse<String> preflight(String path, String method, String origin) throws Exception {
        return browser.send(
                HttpRequest.newBuilder(site.uri(path)).method("OPTIONS", HttpRequest.BodyPublishers.noBody()),
                "Origin",
                origin,
                "Access-Control-Request-Method",
                method,
                "Access-Control-Request-Headers",
                "authorization");
    }

    @ParameterizedTest
    @CsvSource({
        "/fhir/r4/Patient, GET",
        "/dicomweb/studies/2.25.1/series/2.25.2/instances/2.25.3/frames/1, GET",
        "/auth/token, POST"
    })
    @Tag("SM-12")
    void shouldLetTheOriginOfARegisteredAppReadWithATokenAndNeverWithCookies(String path, String method)
            throws Exception {
        HttpResponse<String> asked = preflight(path, method, APP);

        assertThat(asked.statusCode()).isEqualTo(204);
        assertThat(asked.headers().firstValue(ALLOWED)).contains(APP);
        assertThat(asked.headers().firstValue("Access-Control-Allow-Headers").orElse(""))
                .contains("Authorization", "DPoP", "If-Match");
        assertThat(asked.headers().firstValue("Access-Control-Allow-Methods").orElse(""))
                .contains(method);
        assertThat(asked.headers().firstValue("Access-Control-Allow-Credentials"))
                .isEmpty();
        HttpResponse<String> refused = browser.get(site.uri("/fhir/r4/Patient"), "Origin", APP);
        assertThat(refused.statusCode()).as("a token is needed as ever").isEqualTo(401);
        assertThat(refused.headers().firstValue("Access-Control-Expose-Headers").orElse(""))
                .contains("WWW-Authenticate");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://elsewhere.example.org",
                "null",
                "https://app.example.org.evil.example",
                "http://app.example.org"
            })
    void shouldLetNoOtherOriginRead(String origin) throws Exception {
        for (String path : List.of("/fhir/r4/Patient", "/auth/token", "/dicomweb/studies")) {
            assertThat(preflight(path, "GET", origin).headers().firstValue(ALLOWED))
                    .as(path)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/auth/jwks",
                "/.well-known/oauth-authorization-server",
                "/fhir/r4/.well-known/smart-configuration"
            })
    @Tag("SM-12")
    void shouldLetAnyOriginReadWhatEverybodyMayKnow(String path) throws Exception {
        assertThat(browser.get(site.uri(path), "Origin", "https://elsewhere.example.org")
                        .headers()
                        .firstValue(ALLOWED))
                .contains("*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/auth/sign-in",
                "/auth/authorize",
                "/auth/people",
                "/auth/clients",
                "/auth/introspect",
                "/viewer/",
                "/"
            })
    void shouldLetNoOriginReadPagesAndAdministration(String path) throws Exception {
        assertThat(preflight(path, "GET", APP).headers().firstValue(ALLOWED)).isEmpty();
    }

    @Test
    void shouldForgetTheOriginOfAnAppThatIsRevoked() throws Exception {
        assertThat(preflight("/fhir/r4/Patient", "GET", APP).headers().firstValue(ALLOWED))
                .contains(APP);

        site.authorization.clients().remove("app");
        clock.advance(Duration.ofSeconds(6));

        assertThat(preflight("/fhir/r4/Patient", "GET", APP).headers().firstValue(ALLOWED))
                .isEmpty();
    }
}
