package org.assent.authorization.authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assent.authorization.network.Browser;
import org.assent.authorization.network.TestClock;
import org.assent.authorization.network.TestLedger;
import org.assent.authorization.network.TestSite;
import org.assent.authorization.principal.Role;
import org.assent.authorization.signin.DemoUser;
import org.assent.testsupport.FixedClock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the filters do with requests, over a socket. */
class GuardTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final FixedClock CLOCK = TestClock.ahead();

    private static TestSite north;
    private final Browser browser = new Browser();

    @BeforeAll
    static void start() throws Exception {
        north = TestSite.start(
                "north",
                new TestLedger(),
                CLOCK,
                List.of(new DemoUser("clara", "Clara Demo", "clara-password", Set.of(Role.CLINICIAN))));
    }

    @AfterAll
    static void stop() {
        north.close();
    }

    @Test
    void shouldAnswer401AsJsonAndNeverRedirectWhenAnApiIsAskedWithoutAnything() throws Exception {
        for (String path : List.of("/dicomweb/studies", "/dicomweb/studies/1.2/metadata", "/fhir/r4/Patient")) {
            HttpResponse<String> response = browser.get(north.uri(path), "Accept", "text/html,*/*");

            assertThat(response.statusCode()).isEqualTo(401);
            assertThat(response.headers().firstValue("www-authenticate").orElse(""))
                    .startsWith("Bearer");
            assertThat(response.headers().firstValue("content-type").orElse("")).contains("json");
        }
    }

    @Test
    void shouldTellFhirProblemsAsOperationOutcome() throws Exception {
        JsonNode outcome =
                MAPPER.readTree(browser.get(north.uri("/fhir/r4/Patient")).body());

        assertThat(outcome.path("resourceType").asText()).isEqualTo("OperationOutcome");
        assertThat(outcome.at("/issue/0/code").asText()).isEqualTo("login");
        assertThat(MAPPER.readTree(browser.get(north.uri("/fhir/r4/Nothing")).body())
                        .at("/issue/0/code")
                        .asText())
                .isEqualTo("not-found");
    }

    @Test
    void shouldRedirectPagesToSignInWithALocalPathToReturnTo() throws Exception {
        HttpResponse<String> response = browser.get(north.uri("/viewer/?StudyInstanceUIDs=1.2&x=y"));

        assertThat(response.statusCode()).isEqualTo(303);
        assertThat(response.headers().firstValue("location"))
                .contains("/auth/sign-in?next=%2Fviewer%2F%3FStudyInstanceUIDs%3D1.2%26x%3Dy");
    }

    @Test
    void shouldFindNothingWithoutARoute() throws Exception {
        HttpResponse<String> response = browser.get(north.uri("/no/such/secret-path"));

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).doesNotContain("secret-path");
        assertThat(browser.get(north.uri("/dicomweb/studies/")).statusCode())
                .as("the rest after a study may be empty, but there is no empty study")
                .isEqualTo(404);
    }

    @Test
    void shouldRefuseWrongMethodsWithTheRightOnes() throws Exception {
        HttpResponse<String> delete =
                browser.send(HttpRequest.newBuilder(north.uri("/health/live")).DELETE());
        HttpResponse<String> options = browser.send(
                HttpRequest.newBuilder(north.uri("/dicomweb/studies"))
                        .method("OPTIONS", HttpRequest.BodyPublishers.noBody()),
                "Origin",
                "https://evil.example",
                "Access-Control-Request-Method",
                "POST");

        assertThat(delete.statusCode()).isEqualTo(405);
        assertThat(delete.headers().firstValue("allow")).contains("GET, HEAD, OPTIONS");
        assertThat(options.statusCode()).isEqualTo(204);
        assertThat(options.headers().firstValue("access-control-allow-origin")).isEmpty();
    }

    @Test
    void shouldKeepAGoodRequestIdAndReplaceABadOne() throws Exception {
        URI live = north.uri("/health/live");

        assertThat(browser.get(live, "X-Request-Id", "abc-123").headers().firstValue("x-request-id"))
                .contains("abc-123");
        for (String bad : List.of("a b", "x".repeat(65), "<script>", "\"quoted\"")) {
            assertThat(browser.get(live, "X-Request-Id", bad).headers().firstValue("x-request-id"))
                    .get()
                    .asString()
                    .matches("[0-9a-f]{32}");
        }
    }

    @Test
    void shouldBoundAddressesAndHeaders() throws Exception {
        assertThat(browser.get(north.uri("/health/live?" + "a".repeat(8_000))).statusCode())
                .isEqualTo(200);
        assertThat(browser.get(north.uri("/health/live?" + "a".repeat(8_192))).statusCode())
                .isEqualTo(414);
        HttpRequest.Builder many = HttpRequest.newBuilder(north.uri("/health/live"));
        for (int i = 0; i < 101; i++) {
            many.header("X-Header-" + i, "x");
        }
        assertThat(browser.send(many).statusCode()).isEqualTo(431);
    }

    @Test
    @Tag("TH-13")
    void shouldSayNothingOfAnUnexpectedFailure() throws Exception {
        browser.signIn(north, "clara", "clara-password", "/viewer/");

        HttpResponse<String> response = browser.get(north.uri("/dicomweb/studies/1.2/broken"));

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body())
                .doesNotContain("Doe")
                .doesNotContain("Exception")
                .doesNotContain("\tat ");
        assertThat(MAPPER.readTree(response.body()).path("requestId").asText())
                .isEqualTo(response.headers().firstValue("x-request-id").orElse("?"));
        assertThat(response.headers().firstValue("content-security-policy"))
                .as("security headers survive")
                .isPresent();
    }

    @Test
    void shouldCutAResponseThatFailsAfterItBegan() throws Exception {
        browser.signIn(north, "clara", "clara-password", "/viewer/");

        assertThatThrownBy(() -> browser.get(north.uri("/dicomweb/studies/1.2/cut")))
                .isInstanceOf(IOException.class);
    }

    @Test
    void shouldSetSecurityHeadersAndIsolateTheViewer() throws Exception {
        browser.signIn(north, "clara", "clara-password", "/viewer/");
        var viewer = browser.get(north.uri("/viewer/")).headers();
        var api = browser.get(north.uri("/dicomweb/studies")).headers();

        assertThat(viewer.firstValue("cross-origin-opener-policy")).contains("same-origin");
        assertThat(viewer.firstValue("cross-origin-embedder-policy")).contains("require-corp");
        assertThat(viewer.firstValue("content-security-policy").orElse("")).contains("frame-ancestors 'none'");
        assertThat(api.firstValue("x-content-type-options")).contains("nosniff");
        assertThat(api.firstValue("cache-control")).contains("no-store");
        assertThat(api.firstValue("referrer-policy")).contains("same-origin");
        assertThat(api.firstValue("cross-origin-resource-policy")).contains("same-origin");
        assertThat(api.firstValue("access-control-allow-origin")).isEmpty();
    }

    @Test
    void shouldRequireASameOriginRequestWhenACookieWouldChangeSomething() throws Exception {
        browser.signIn(north, "clara", "clara-password", "/viewer/");
        URI stow = north.uri("/dicomweb/studies");

        assertThat(reason(browser.postBody(stow, ""))).contains("page of this site");
        assertThat(reason(browser.postBody(stow, "", "Origin", "https://evil.example")))
                .contains("page of this site");
        assertThat(reason(browser.postBody(stow, "", "Origin", "null"))).contains("page of this site");
        assertThat(reason(browser.postBody(stow, "", "Origin", north.origin().replace("localhost", "localhost.evil"))))
                .contains("page of this site");
        assertThat(reason(browser.postBody(stow, "", "Sec-Fetch-Site", "same-site")))
                .as("another port of this host")
                .contains("page of this site");
        assertThat(reason(browser.postBody(stow, "", "Origin", north.origin(), "Sec-Fetch-Site", "cross-site")))
                .contains("page of this site");
        assertThat(browser.postBody(stow, "", "Origin", north.origin()).statusCode())
                .isEqualTo(200);
        assertThat(browser.postBody(stow, "", "Sec-Fetch-Site", "same-origin").statusCode())
                .isEqualTo(200);
    }

    private static String reason(HttpResponse<String> response) throws IOException {
        assertThat(response.statusCode()).isEqualTo(403);
        return MAPPER.readTree(response.body()).path("detail").asText();
    }

    @Test
    @Tag("TH-19")
    void shouldRefuseAmbiguousPathsAsTheyComeOverTheWire() throws Exception {
        for (String path : List.of(
                "/dicomweb/../fhir/r4/Patient",
                "/dicomweb/%2e%2e/auth/people",
                "/dicomweb//studies",
                "/dicomweb/studies%2f1.2",
                "/dicomweb/studies;x=/../../auth",
                "/dicomweb/studies/%00")) {
            assertThat(rawStatus(path)).as(path).isIn("400", "404");
        }
    }

    private static String rawStatus(String path) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), north.uri("/").getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            InputStream in = socket.getInputStream();
            String line = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            return line.substring(9, 12);
        }
    }

    @Test
    void shouldRefuseTwoAuthorizationHeadersAndUnknownSchemes() throws Exception {
        URI studies = north.uri("/dicomweb/studies");

        assertThat(browser.send(HttpRequest.newBuilder(studies)
                                .header("Authorization", "Bearer a")
                                .header("Authorization", "Bearer b"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(browser.get(studies, "Authorization", "Basic YTpi").statusCode())
                .isEqualTo(401);
        browser.signIn(north, "clara", "clara-password", "/viewer/");
        assertThat(browser.get(studies, "Authorization", "Bearer x").statusCode())
                .as("a token that does not hold is not forgiven for a cookie")
                .isEqualTo(401);
    }

    @Test
    void shouldNotOpenRoutesForOtherSitesOnThePortForPeople() throws Exception {
        assertThat(browser.post(north.uri("/fhir/r4/$receive-share"), Map.of()).statusCode())
                .isEqualTo(404);
    }
}
