package org.assent.authorization.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.assent.authorization.network.Browser;
import org.assent.authorization.network.TestClock;
import org.assent.authorization.network.TestLedger;
import org.assent.authorization.network.TestSite;
import org.assent.authorization.principal.Role;
import org.assent.testsupport.FixedClock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Secrets of programs: in which ways they are taken, and how often a wrong one is. */
class ClientSecretTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String SECRET = "a-secret-of-more-than-24-characters";
    private static final String METADATA = "/.well-known/oauth-authorization-server";

    private final FixedClock clock = TestClock.ahead();
    private final Browser client = new Browser();

    private HttpResponse<String> post(TestSite site, String secret) throws Exception {
        return client.post(
                site.uri("/auth/token"),
                Map.of("grant_type", "client_credentials", "client_id", "viewer", "client_secret", secret));
    }

    private HttpResponse<String> basic(TestSite site, String secret) throws Exception {
        return client.post(
                site.uri("/auth/token"),
                Map.of("grant_type", "client_credentials"),
                "Authorization",
                Browser.basic("viewer", secret));
    }

    private static void add(TestSite site) {
        site.authorization.clients().addSecretClient("viewer", SECRET, Set.of(Role.CLINICIAN), Duration.ofMinutes(5));
    }

    private String methods(TestSite site) throws Exception {
        return MAPPER.readTree(client.get(site.uri(METADATA)).body())
                .path("token_endpoint_auth_methods_supported")
                .toString();
    }

    @Test
    @Tag("IUA-71-02")
    void shouldTakeASecretInTheFormOnlyWhereTheSiteAllowsIt() throws Exception {
        try (TestSite strict = TestSite.start("north", new TestLedger(), clock);
                TestSite lenient = TestSite.startWithSecretsInForms("south", new TestLedger(), clock)) {
            // Given
            add(strict);
            add(lenient);

            // When
            HttpResponse<String> refused = post(strict, SECRET);
            HttpResponse<String> given = post(lenient, SECRET);
            HttpResponse<String> wrong = post(lenient, SECRET + "x");

            // Then
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(given.statusCode()).isEqualTo(200);
            assertThat(wrong.statusCode()).isEqualTo(401);
            assertThat(methods(strict)).doesNotContain("client_secret_post");
            assertThat(methods(lenient)).contains("client_secret_post");
        }
    }

    @Test
    @Tag("IUA-71-02")
    void shouldLimitWrongSecretsOfOneAddress() throws Exception {
        try (TestSite north = TestSite.start("north", new TestLedger(), clock)) {
            // Given
            add(north);
            for (int i = 0; i < 20; i++) {
                assertThat(basic(north, "guess-" + i).statusCode()).isEqualTo(401);
            }

            // When
            HttpResponse<String> limited = basic(north, SECRET);
            clock.advance(Duration.ofSeconds(4));
            HttpResponse<String> later = basic(north, SECRET);

            // Then
            assertThat(limited.statusCode()).isEqualTo(429);
            assertThat(limited.headers().firstValue("retry-after")).isPresent();
            assertThat(later.statusCode()).isEqualTo(200);
        }
    }
}
