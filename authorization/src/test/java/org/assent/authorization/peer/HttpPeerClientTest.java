package org.assent.authorization.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.assent.authorization.network.PeerCaller;
import org.assent.authorization.network.TestClock;
import org.assent.authorization.network.TestLedger;
import org.assent.authorization.network.TestSite;
import org.assent.authorization.network.TestTls;
import org.assent.authorization.token.TokenEvidence;
import org.assent.decision.request.PurposeOfUse;
import org.assent.ledger.bytes.Bytes;
import org.assent.testsupport.FixedClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Calls between sites over TLS, as they are made and as they are broken. */
class HttpPeerClientTest {

    private static final String STUDY = "2.25.1001";

    private final FixedClock clock = TestClock.ahead();
    private final TestLedger ledger = new TestLedger();
    private TestSite north;
    private TestSite south;

    @BeforeEach
    void start() throws Exception {
        north = TestSite.start("north", ledger, clock);
        south = TestSite.start("south", ledger, clock);
        north.decision.permit(south.organization, STUDY);
    }

    @AfterEach
    void stop() {
        north.close();
        south.close();
    }

    private static PeerClient.PeerRequest get(String path) {
        return new PeerClient.PeerRequest("GET", path, Map.of(), Bytes.EMPTY, Duration.ofSeconds(10));
    }

    private PeerResponse fetch(TestSite from, String study, String path) throws IOException {
        return from.authorization
                .peers()
                .aboutStudy(north.organization, study, Set.of(PurposeOfUse.TREAT), "person-7", get(path));
    }

    private static String text(PeerResponse response) throws IOException {
        try (response) {
            return new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void assertNotReached(Throwable failure) {
        assertThat(failure).isInstanceOf(PeerUnreachableException.class);
    }

    @Test
    void shouldFetchUnderATokenThatIsKeptForItsLife() throws Exception {
        for (int i = 0; i < 3; i++) {
            PeerResponse response = fetch(south, STUDY, "/dicomweb/studies/" + STUDY + "/metadata?x=%20y");
            assertThat(response.status()).isEqualTo(200);
            assertThat(text(response)).contains("Peer person-7 over TLS of " + south.organization.toHex());
        }
        assertThat(new TokenEvidence(north.database, clock).count()).isEqualTo(1);
        clock.advance(Duration.ofMinutes(5));
        assertThat(fetch(south, STUDY, "/dicomweb/studies/" + STUDY).status()).isEqualTo(200);
        assertThat(new TokenEvidence(north.database, clock).count()).isEqualTo(2);
    }

    @Test
    void shouldAskForAnotherTokenOnceWhenTheSourceDoesNotTakeThisOneAnyMore() throws Exception {
        // Given a source that does not take the first token it sees
        String path = "/dicomweb/studies/" + STUDY + "/forgetful";

        // When
        PeerResponse response = fetch(south, STUDY, path);

        // Then a second token was asked for, and no third
        assertThat(response.status()).isEqualTo(200);
        assertThat(text(response)).contains("person-7");
        assertThat(new TokenEvidence(north.database, clock).count()).isEqualTo(2);
    }

    @Test
    void shouldSayTypedWhenTheSourceRefusesOrIsStaleOrIsDown() throws Exception {
        assertThatThrownBy(() -> fetch(south, "2.25.9999", "/dicomweb/studies/2.25.9999"))
                .isInstanceOf(PeerRefusedException.class);
        north.decision.stale(true);
        assertThatThrownBy(() -> fetch(south, "2.25.77", "/dicomweb/studies/2.25.77"))
                .isInstanceOfSatisfying(PeerUnavailableException.class, e -> assertThat(e.retryAfter())
                        .isPositive());
        north.decision.stale(false);
        north.decision.revoke(south.organization, STUDY);
        assertThatThrownBy(() -> fetch(south, STUDY, "/dicomweb/studies/" + STUDY))
                .isInstanceOf(PeerRefusedException.class);
        north.close();
        assertThatThrownBy(() -> fetch(south, "2.25.78", "/dicomweb/studies/2.25.78"))
                .satisfies(HttpPeerClientTest::assertNotReached);
        north = TestSite.start("north", ledger, clock);
    }

    @Test
    void shouldHandOverAnswersOfTheSourceAndFollowNothing() throws Exception {
        assertThat(fetch(south, STUDY, "/dicomweb/studies/" + STUDY + "/absent").status())
                .isEqualTo(404);
        assertThatThrownBy(() -> fetch(south, STUDY, "/dicomweb/studies/" + STUDY + "/redirect"))
                .satisfies(HttpPeerClientTest::assertNotReached);
    }

    @Test
    void shouldStreamLargeBodiesAndBoundThem() throws Exception {
        try (PeerResponse response = fetch(south, STUDY, "/dicomweb/studies/" + STUDY + "/large")) {
            assertThat(response.body().transferTo(java.io.OutputStream.nullOutputStream()))
                    .isEqualTo(256L * 64 * 1024);
        }
        try (TestSite east = TestSite.startBounded("east", ledger, clock, 1_000_000)) {
            north.decision.permit(east.organization, STUDY);
            try (PeerResponse response = fetch(east, STUDY, "/dicomweb/studies/" + STUDY + "/large")) {
                assertThatThrownBy(() -> response.body().transferTo(java.io.OutputStream.nullOutputStream()))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("more than");
            }
        }
    }

    @Test
    void shouldNoticeATransferThatWasCut() throws Exception {
        try (PeerResponse response = fetch(south, STUDY, "/dicomweb/studies/" + STUDY + "/cut")) {
            assertThatThrownBy(() -> response.body().readAllBytes()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void shouldEndACallThatIsClosedEarly() throws Exception {
        for (int i = 0; i < 40; i++) { // more often than there are connections
            try (PeerResponse response = fetch(south, STUDY, "/dicomweb/studies/" + STUDY + "/large")) {
                assertThat(response.body().read()).isZero();
            }
        }
    }

    @Test
    void shouldCallAsAnOrganizationByTheTlsKeyAlone() throws Exception {
        var request = new PeerClient.PeerRequest(
                "POST",
                "/fhir/r4/$receive-share",
                Map.of("Content-Type", "application/fhir+json"),
                Bytes.of("{}".getBytes(StandardCharsets.UTF_8)),
                Duration.ofSeconds(10));

        assertThat(text(south.authorization.peers().asOrganization(north.organization, request)))
                .contains("nobody over TLS of " + south.organization.toHex());
    }

    @Test
    @Tag("L4")
    void shouldSendNothingToAServerWithoutExactlyTheKeyOfTheOrganization() throws Exception {
        // Given an organization whose address is North's, but whose key is its own
        try (TestSite liar = TestSite.start("liar", ledger, clock)) {
            ledger.register(liar.profileWith(liar.tls, north.peerAddress()));
            int events = north.log.events().size();

            // When South calls it, then it gets no further than the handshake
            assertThatThrownBy(() -> south.authorization
                            .peers()
                            .asOrganization(liar.organization, get("/.well-known/oauth-authorization-server")))
                    .satisfies(HttpPeerClientTest::assertNotReached)
                    .hasRootCauseInstanceOf(java.security.cert.CertificateException.class);
            assertThat(north.log.events()).hasSize(events);
        }
    }

    @Test
    @Tag("TH-15")
    void shouldNotCallWhereItMayNot() throws Exception {
        try (TestSite other = TestSite.start("other", ledger, clock)) {
            for (URI address : List.of(
                    URI.create("https://169.254.169.254"), URI.create("https://192.168.7.7"), south.peerAddress())) {
                ledger.register(other.profileWith(other.tls, address));
                assertThatThrownBy(() -> south.authorization.peers().asOrganization(other.organization, get("/")))
                        .as(address.toString())
                        .satisfies(HttpPeerClientTest::assertNotReached)
                        .hasRootCauseInstanceOf(java.net.UnknownHostException.class);
            }
            ledger.suspend(other.organization);
            assertThatThrownBy(() -> south.authorization.peers().asOrganization(other.organization, get("/")))
                    .satisfies(HttpPeerClientTest::assertNotReached);
        }
        assertThatThrownBy(() -> south.authorization.peers().asOrganization(south.organization, get("/")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> south.authorization.peers().asOrganization(north.organization, get("//evil.example/")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldGiveNoConnectionToAnUnregisteredOrSuspendedKeyOrWithoutOneOrByOlderTls() throws Exception {
        assertThat(connects(south.tls.carelessClient(), "TLSv1.3")).isTrue();
        assertThat(connects(TestTls.create("stranger").carelessClient(), "TLSv1.3"))
                .isFalse();
        SSLContext keyless = SSLContext.getInstance("TLS");
        keyless.init(null, new javax.net.ssl.TrustManager[] {new PinnedTrust(certificate -> true)}, new SecureRandom());
        assertThat(connects(keyless, "TLSv1.3")).isFalse();
        assertThat(connects(south.tls.carelessClient(), "TLSv1.2")).isFalse();
        ledger.suspend(south.organization);
        assertThat(connects(south.tls.carelessClient(), "TLSv1.3")).isFalse();
    }

    /** Whether a request over such a connection gets any answer. */
    private boolean connects(SSLContext context, String protocol) throws IOException {
        SSLSocketFactory factory = context.getSocketFactory();
        try (Socket plain = new Socket(
                        InetAddress.getLoopbackAddress(), north.peerAddress().getPort());
                SSLSocket socket = (SSLSocket) factory.createSocket(plain, "localhost", plain.getPort(), true)) {
            socket.setEnabledProtocols(new String[] {protocol});
            socket.startHandshake();
            socket.getOutputStream()
                    .write(
                            "GET /.well-known/oauth-authorization-server HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1)
                    .startsWith("HTTP/1.1 200");
        } catch (SSLException | java.net.SocketException e) {
            return false;
        }
    }

    @Test
    void shouldRefuseRequestsOverAConnectionThatIsOlderThanTheSuspension() throws Exception {
        PeerCaller caller = new PeerCaller(south, clock); // keeps its connection
        String token = new com.fasterxml.jackson.databind.ObjectMapper()
                .readTree(caller.askToken(north, STUDY).body())
                .path("access_token")
                .asText();
        assertThat(caller.getWith(north, "/dicomweb/studies/" + STUDY, token).statusCode())
                .isEqualTo(200);

        ledger.suspend(south.organization);

        assertThat(caller.getWith(north, "/dicomweb/studies/" + STUDY, token).statusCode())
                .isEqualTo(401);
    }

    @Test
    void shouldKeepToTheRoutesOfThePortForSites() throws Exception {
        PeerCaller caller = new PeerCaller(south, clock);

        assertThat(caller.get(north, "/viewer/").statusCode()).isEqualTo(404);
        assertThat(caller.get(north, "/auth/sign-in").statusCode()).isEqualTo(404);
        assertThat(caller.get(north, "/health/live").statusCode()).isEqualTo(200);
        assertThat(caller.get(north, "/fhir/r4/Patient").statusCode()).isEqualTo(404);
        assertThat(caller.get(north, "/dicomweb/studies").statusCode()).isEqualTo(401);
        assertThat(caller.get(north, "/dicomweb/studies", "Cookie", "assent-north=x")
                        .statusCode())
                .isEqualTo(401);
    }
}
