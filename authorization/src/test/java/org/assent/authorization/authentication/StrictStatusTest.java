package org.assent.authorization.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assent.authorization.network.Browser;
import org.assent.authorization.network.TestClock;
import org.assent.authorization.network.TestLedger;
import org.assent.authorization.network.TestSite;
import org.assent.authorization.principal.Role;
import org.assent.authorization.signin.DemoUser;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a token that does not cover a request is answered, with the switch for IHE IUA and without it. */
class StrictStatusTest {

    private static final String SECRET = "a-secret-of-more-than-24-characters";
    private static final List<DemoUser> USERS =
            List.of(new DemoUser("ada", "Ada", "a-demo-password", Set.of(Role.EHR)));

    private final Clock clock = TestClock.ahead();
    private final Browser browser = new Browser();

    /** A modality asks for patients, which its role does not cover. */
    private HttpResponse<String> uncovered(TestSite site) throws Exception {
        site.authorization.clients().addSecretClient("ct-1", SECRET, Set.of(Role.MODALITY), Duration.ofMinutes(5));
        HttpResponse<String> token = browser.post(
                site.uri("/auth/token"),
                Map.of("grant_type", "client_credentials"),
                "Authorization",
                Browser.basic("ct-1", SECRET));
        return browser.send(
                HttpRequest.newBuilder(site.uri("/fhir/r4/Patient")),
                "Authorization",
                "Bearer "
                        + new ObjectMapper()
                                .readTree(token.body())
                                .path("access_token")
                                .asText());
    }

    @Test
    @Tag("IUA-72-02")
    void shouldAnswer401WithTheErrorOfAScopeWhenTheSiteIsStrict() throws Exception {
        try (TestSite strict = TestSite.startStrict("north", new TestLedger(), clock, USERS)) {
            HttpResponse<String> answer = uncovered(strict);

            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValueSatisfying(value -> assertThat(value)
                    .contains("Bearer realm=", "error=\"insufficient_scope\""));
        }
    }

    @Test
    void shouldAnswer403WhenTheSiteIsNotStrict() throws Exception {
        try (TestSite usual = TestSite.start("north", new TestLedger(), clock)) {
            assertThat(uncovered(usual).statusCode()).isEqualTo(403);
        }
    }

    @Test
    void shouldAnswerPeopleInTheirBrowserAsEverWhenTheSiteIsStrict() throws Exception {
        try (TestSite strict = TestSite.startStrict("north", new TestLedger(), clock, USERS)) {
            browser.signIn(strict, "ada", "a-demo-password", "/");

            assertThat(browser.get(strict.uri("/viewer/")).statusCode()).isEqualTo(403);
        }
    }
}
