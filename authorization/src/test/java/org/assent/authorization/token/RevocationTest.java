package org.assent.authorization.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.assent.audit.SecurityEvent;
import org.assent.authorization.network.Browser;
import org.assent.authorization.network.TestClock;
import org.assent.authorization.network.TestLedger;
import org.assent.authorization.network.TestSite;
import org.assent.authorization.principal.Role;
import org.assent.store.SiteDatabase;
import org.assent.testsupport.FixedClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Clients take their tokens back. */
class RevocationTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String SECRET = "a-secret-of-more-than-24-characters";

    private final FixedClock clock = TestClock.ahead();
    private final Browser client = new Browser();
    private TestSite north;

    @BeforeEach
    void start() throws Exception {
        north = TestSite.start("north", new TestLedger(), clock);
        var clients = north.authorization.clients();
        clients.addSecretClient("viewer", SECRET, Set.of(Role.CLINICIAN), Duration.ofMinutes(5));
        clients.addSecretClient("other", SECRET, Set.of(Role.CLINICIAN), Duration.ofMinutes(5));
        clients.addSecretClient("pacs", SECRET, Set.of(Role.RESOURCE_SERVER), Duration.ofMinutes(5));
    }

    @AfterEach
    void stop() {
        north.close();
    }

    private String token() throws Exception {
        HttpResponse<String> response = client.post(
                north.uri("/auth/token"),
                Map.of("grant_type", "client_credentials"),
                "Authorization",
                Browser.basic("viewer", SECRET));
        return MAPPER.readTree(response.body()).path("access_token").asText();
    }

    private HttpResponse<String> revoke(String token, String id) throws Exception {
        return client.post(
                north.uri("/auth/revoke"),
                Map.of("token", token, "token_type_hint", "access_token"),
                "Authorization",
                Browser.basic(id, SECRET));
    }

    private int read(String token) throws Exception {
        return client.get(north.uri("/dicomweb/studies"), "Authorization", "Bearer " + token)
                .statusCode();
    }

    @Test
    @Tag("SM-13")
    void shouldRefuseTheTokenEverywhereWhenItsClientTookItBack() throws Exception {
        // Given
        String token = token();
        String another = token();
        assertThat(read(token)).isEqualTo(200);

        // When
        HttpResponse<String> response = revoke(token, "viewer");

        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(north.log.events().getLast().kind()).isEqualTo(SecurityEvent.Kind.TOKEN_REVOKED);
        assertThat(read(token)).isEqualTo(401);
        assertThat(read(another)).as("its other token").isEqualTo(200);
        assertThat(client.post(
                                north.uri("/auth/introspect"),
                                Map.of("token", token),
                                "Authorization",
                                Browser.basic("pacs", SECRET))
                        .body())
                .isEqualTo("{\"active\":false}");
        assertThat(revoke(token, "viewer").statusCode()).as("again").isEqualTo(200);
    }

    @Test
    @Tag("SM-13")
    void shouldAnswerAlikeWhenTheTokenIsUnknownOrOver() throws Exception {
        // Given
        String token = token();
        clock.advance(Duration.ofMinutes(6));

        // When
        HttpResponse<String> over = revoke(token, "viewer");
        HttpResponse<String> unknown = revoke("x", "viewer");

        // Then
        assertThat(over.statusCode()).isEqualTo(200);
        assertThat(unknown.statusCode()).isEqualTo(200);
    }

    @Test
    @Tag("SM-13")
    void shouldLeaveTheTokenWhenAnotherClientOrNobodyWantsItBack() throws Exception {
        // Given
        String token = token();

        // When
        HttpResponse<String> other = revoke(token, "other");
        HttpResponse<String> nobody = client.post(north.uri("/auth/revoke"), Map.of("token", token));

        // Then
        assertThat(other.statusCode()).isEqualTo(400);
        assertThat(MAPPER.readTree(other.body()).path("error").asText()).isEqualTo("unauthorized_client");
        assertThat(nobody.statusCode()).isEqualTo(401);
        assertThat(read(token)).isEqualTo(200);
    }

    @Test
    @Tag("SM-13")
    void shouldRememberOverARestartUntilTheTokenEnds() {
        // Given
        String url = TestSite.memory();
        try (SiteDatabase database = SiteDatabase.open(url, "sa", "", 2)) {
            database.migrate("authorization");
            new RevokedTokens(database, clock).revoke("token-1", clock.instant().plusSeconds(300));
        }

        // When
        try (SiteDatabase database = SiteDatabase.open(url, "sa", "", 2)) {
            RevokedTokens restarted = new RevokedTokens(database, clock);
            boolean kept = restarted.contains("token-1");
            clock.advance(Duration.ofMinutes(6));
            restarted.revoke("token-2", clock.instant().plusSeconds(300));

            // Then
            assertThat(kept).isTrue();
            assertThat(restarted.contains("token-1")).as("purged").isFalse();
            assertThat(restarted.contains("token-2")).isTrue();
        }
    }
}
