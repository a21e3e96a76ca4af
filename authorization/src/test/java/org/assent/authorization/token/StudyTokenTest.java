package org.assent.authorization.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.assent.audit.SecurityEvent;
import org.assent.authorization.network.PeerCaller;
import org.assent.authorization.network.TestClock;
import org.assent.authorization.network.TestLedger;
import org.assent.authorization.network.TestSite;
import org.assent.ledger.signature.JavaEcKeys;
import org.assent.ledger.signature.P256Signer;
import org.assent.testsupport.FixedClock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tokens for other organizations: North is the source, South the recipient, over real sockets and real TLS. */
class StudyTokenTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String PERMITTED = "2.25.1001";
    private static final String HIDDEN = "2.25.1002";
    private static final String ABSENT = "2.25.9999";

    /** Ahead of the process's start, so that proofs are young enough. */
    private static final FixedClock CLOCK = TestClock.ahead();

    private static final TestLedger LEDGER = new TestLedger();
    private static TestSite north;
    private static TestSite south;
    private static PeerCaller caller;

    @BeforeAll
    static void start() throws Exception {
        north = TestSite.start("north", LEDGER, CLOCK);
        south = TestSite.start("south", LEDGER, CLOCK);
        north.decision.permit(south.organization, PERMITTED);
        caller = new PeerCaller(south, CLOCK);
    }

    @AfterAll
    static void stop() {
        north.close();
        south.close();
    }

    private static URI endpoint() {
        return URI.create(north.peerAddress() + "/auth/token");
    }

    private static String token(HttpResponse<String> response) throws Exception {
        return MAPPER.readTree(response.body()).path("access_token").asText();
    }

    private static String error(HttpResponse<String> response) throws Exception {
        return MAPPER.readTree(response.body()).path("error").asText();
    }

    private static HttpResponse<String> askWith(String assertion) throws Exception {
        return caller.askToken(north, caller.form(assertion, PERMITTED), "DPoP", caller.proof("POST", endpoint(), ""));
    }

    @Test
    @Tag("PCF-TOK-01")
    @Tag("IUA-71-05")
    @Tag("IUA-71-08")
    void shouldIssueABoundTokenForOnePatientWhenTheDecisionPermits() throws Exception {
        HttpResponse<String> response = caller.askToken(north, PERMITTED);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("cache-control")).contains("no-store");
        JsonNode body = MAPPER.readTree(response.body());
        assertThat(body.path("token_type").asText()).isEqualTo("DPoP");
        assertThat(body.path("expires_in").asLong()).isEqualTo(300);
        assertThat(body.path("patient").asText()).isEqualTo("patient-1");
        SignedJWT jwt = SignedJWT.parse(body.path("access_token").asText());
        assertThat(jwt.getHeader().getType().getType()).isEqualTo("at+jwt");
        JWTClaimsSet claims = jwt.getJWTClaimsSet();
        assertThat(claims.getJSONObjectClaim("cnf"))
                .containsEntry("jkt", caller.proofKey.computeThumbprint().toString());
        assertThat(claims.getStringClaim("client_id")).isEqualTo(south.organization.toHex());
        JsonNode extensions = MAPPER.readTree(claims.toString()).path("extensions");
        assertThat(extensions.at("/ihe_pcf/patient_id").asText())
                .isEqualTo(north.peerAddress() + "/fhir/r4/Patient/patient-1");
        assertThat(extensions.at("/ihe_pcf/doc_id/0").asText()).endsWith("/fhir/r4/Consent/c-1");
        assertThat(extensions.at("/ihe_pcf/residual/0").toString()).isEqualTo("{\"type\":\"forbid\"}");
        assertThat(extensions
                        .at("/ihe_pcf/residual/1/data/0/reference/identifier/value")
                        .asText())
                .isEqualTo("urn:oid:" + PERMITTED);
        assertThat(extensions.at("/ihe_iua/purpose_of_use/0/code").asText()).isEqualTo("TREAT");
        assertThat(extensions.at("/ihe_iua/person_id").asText()).isEqualTo("person-7");
    }

    @Test
    void shouldServeTheStudyUnderTheTokenAsThatOrganization() throws Exception {
        String token = token(caller.askToken(north, PERMITTED));

        HttpResponse<String> response = caller.getWith(north, "/dicomweb/studies/" + PERMITTED, token);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("Peer person-7 over TLS of " + south.organization.toHex());
    }

    @Test
    @Tag("TH-11")
    @Tag("PCF-TOK-02")
    void shouldAnswerAHiddenStudyExactlyLikeOneThatDoesNotExist() throws Exception {
        HttpResponse<String> hidden = caller.askToken(north, HIDDEN);
        HttpResponse<String> absent = caller.askToken(north, ABSENT);

        assertThat(hidden.statusCode()).isEqualTo(400);
        assertThat(error(hidden)).isEqualTo("invalid_scope");
        assertThat(blanked(hidden)).isEqualTo(blanked(absent));
        assertThat(hidden.body()).isEqualTo(absent.body());
    }

    private static Map<String, List<String>> blanked(HttpResponse<String> response) {
        Map<String, List<String>> headers = new HashMap<>(response.headers().map());
        headers.replaceAll((name, values) ->
                List.of("date", "x-request-id", "assent-receipt").contains(name) ? List.of("blanked") : values);
        headers.put(":status", List.of(Integer.toString(response.statusCode())));
        return headers;
    }

    @Test
    void shouldAnswerTemporarilyUnavailableWhateverIsAskedWhenTheLedgerIsStale() throws Exception {
        north.decision.stale(true);
        try {
            for (String study : List.of(PERMITTED, HIDDEN, ABSENT)) {
                HttpResponse<String> response = caller.askToken(north, study);

                assertThat(response.statusCode()).isEqualTo(503);
                assertThat(response.headers().firstValue("retry-after")).isPresent();
                assertThat(error(response)).isEqualTo("temporarily_unavailable");
            }
        } finally {
            north.decision.stale(false);
        }
    }

    @Test
    void shouldKeepTheAssertionAsEvidenceAndLogTheDecision() throws Exception {
        long before = new TokenEvidence(north.database, CLOCK).count();
        int events = north.log.events().size();

        caller.askToken(north, PERMITTED);
        caller.askToken(north, HIDDEN);

        assertThat(new TokenEvidence(north.database, CLOCK).count()).isEqualTo(before + 2);
        assertThat(north.log.events().subList(events, events + 2))
                .extracting(SecurityEvent::kind)
                .containsExactly(SecurityEvent.Kind.TOKEN_ISSUED, SecurityEvent.Kind.TOKEN_REFUSED);
        assertThat(north.log.entries().getLast().facts().studyInstanceUids()).containsExactly(HIDDEN);
    }

    @Test
    @Tag("SM-09")
    void shouldRefuseAssertionsThatBreakOneRule() throws Exception {
        Instant now = CLOCK.instant();
        Map<String, UnaryOperator<JWTClaimsSet.Builder>> broken = Map.of(
                "audience of another site", c -> c.audience(south.peerAddress() + "/auth/token"),
                "audience without the path", c -> c.audience(north.peerAddress().toString()),
                "two audiences", c -> c.audience(List.of(endpoint().toString(), "https://other.example")),
                "issuer is somebody else", c -> c.issuer(north.organization.toHex()),
                "subject is somebody else", c -> c.subject("person-7"),
                "good for too long", c -> c.expirationTime(Date.from(now.plusSeconds(120))),
                "expired", c -> c.expirationTime(Date.from(now.minusSeconds(1))),
                "no expiry", c -> c.expirationTime(null),
                "not yet", c -> c.notBeforeTime(Date.from(now.plusSeconds(30))),
                "no jti", c -> c.jwtID(null));
        for (var rule : broken.entrySet()) {
            HttpResponse<String> response = askWith(caller.assertion(north, south.serviceKey, rule.getValue()));

            assertThat(response.statusCode()).as(rule.getKey()).isEqualTo(401);
            assertThat(error(response)).as(rule.getKey()).isEqualTo("invalid_client");
        }
    }

    @Test
    @Tag("SM-09")
    void shouldRefuseAnAssertionThatWasUsedBefore() throws Exception {
        String assertion = caller.assertion(north);

        assertThat(askWith(assertion).statusCode()).isEqualTo(200);
        assertThat(askWith(assertion).statusCode()).isEqualTo(401);
    }

    @Test
    @Tag("DP-04")
    void shouldRefuseKeysThatTheLedgerDoesNotHaveAsServiceKeyNow() throws Exception {
        P256Signer unknown = P256Signer.generate(new SecureRandom());

        assertThat(askWith(caller.assertion(north, unknown, c -> c)).statusCode())
                .isEqualTo(401);
        assertThat(askWith(caller.assertion(north, south.rootKey, c -> c)).statusCode())
                .as("a root key is no service key")
                .isEqualTo(401);
        LEDGER.atHeight(201);
        try {
            assertThat(askWith(caller.assertion(north)).statusCode())
                    .as("after its last height")
                    .isEqualTo(401);
        } finally {
            LEDGER.atHeight(100);
        }
    }

    @Test
    @Tag("IUA-71-06")
    void shouldRefuseAlgNoneAndAPublicKeyTakenAsSecret() throws Exception {
        JWTClaimsSet claims = SignedJWT.parse(caller.assertion(north)).getJWTClaimsSet();
        byte[] publicKey = JavaEcKeys.toJava(south.serviceKey.publicKey()).getEncoded();
        SignedJWT confused = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
        confused.sign(new MACSigner(publicKey));
        SignedJWT good = SignedJWT.parse(caller.assertion(north));
        String noneHeader = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        List<String> forged = List.of(
                new PlainJWT(claims).serialize(),
                confused.serialize(),
                noneHeader + "." + good.getParsedParts()[1] + "." + good.getParsedParts()[2],
                good.getParsedParts()[0] + "." + good.getParsedParts()[1] + ".",
                "x.y.z");
        for (String assertion : forged) {
            HttpResponse<String> response = askWith(assertion);

            assertThat(response.statusCode()).as(assertion).isEqualTo(401);
            assertThat(error(response)).isEqualTo("invalid_client");
        }
    }

    @Test
    @Tag("DP-01")
    void shouldRefuseTokenRequestsWithoutAGoodProof() throws Exception {
        Map<String, String[]> headers = new HashMap<>();
        headers.put("none", new String[0]);
        headers.put("other method", new String[] {"DPoP", caller.proof("GET", endpoint(), "")});
        headers.put(
                "other address",
                new String[] {"DPoP", caller.proof("POST", URI.create(south.peerAddress() + "/auth/token"), "")});
        headers.put("garbage", new String[] {"DPoP", "garbage"});
        String proof = caller.proof("POST", endpoint(), "");
        headers.put("two", new String[] {"DPoP", proof, "DPoP", caller.proof("POST", endpoint(), "")});
        for (var header : headers.entrySet()) {
            HttpResponse<String> response =
                    caller.askToken(north, caller.form(caller.assertion(north), PERMITTED), header.getValue());

            assertThat(response.statusCode()).as(header.getKey()).isEqualTo(400);
            assertThat(error(response)).as(header.getKey()).isEqualTo("invalid_dpop_proof");
        }
    }

    @Test
    void shouldRefuseMalformedRequestsBeforeAnythingIsDecided() throws Exception {
        Map<String, String> changes = new HashMap<>();
        changes.put("imaging_study", "1.2.3");
        changes.put("purpose_of_use", "TREAT");
        changes.put("on_behalf_of", "Dr. Jane Doe");
        changes.put("resource", "https://elsewhere.example/dicomweb");
        changes.put("requested_token_type", "urn:ietf:params:oauth:token-type:saml2");
        int decisions = north.log.entries().size();
        for (var change : changes.entrySet()) {
            Map<String, String> form = caller.form(caller.assertion(north), PERMITTED);
            form.put(change.getKey(), change.getValue());

            HttpResponse<String> response = caller.askToken(north, form, "DPoP", caller.proof("POST", endpoint(), ""));

            assertThat(response.statusCode()).as(change.getKey()).isEqualTo(400);
        }
        assertThat(north.log.entries()).hasSize(decisions);
    }

    @Test
    void shouldRefuseARequestForSomethingElseThanItsAssertionSays() throws Exception {
        String assertion =
                caller.assertion(north, south.serviceKey, c -> c.claim("imaging_study", "urn:oid:" + HIDDEN));

        assertThat(error(askWith(assertion))).isEqualTo("invalid_request");
    }

    @Test
    @Tag("PCF-TOK-06")
    void shouldEndTheTokenWithThePermission() throws Exception {
        north.decision.until(CLOCK.instant().plusSeconds(42));
        try {
            JsonNode body = MAPPER.readTree(caller.askToken(north, PERMITTED).body());

            assertThat(body.path("expires_in").asLong()).isBetween(40L, 42L);
        } finally {
            north.decision.until(CLOCK.instant().plus(Duration.ofDays(1)));
        }
    }

    @Test
    @Tag("DP-01")
    @Tag("TH-03")
    void shouldRefuseTheTokenWhenItIsNotUsedWithItsKey() throws Exception {
        String path = "/dicomweb/studies/" + PERMITTED;
        URI target = URI.create(north.peerAddress() + path);
        String token = token(caller.askToken(north, PERMITTED));
        PeerCaller thief = new PeerCaller(south, CLOCK);
        String used = caller.proof("GET", target, token);
        caller.get(north, path, "Authorization", "DPoP " + token, "DPoP", used);

        Map<String, String[]> headers = new HashMap<>();
        headers.put("as Bearer", new String[] {"Authorization", "Bearer " + token});
        headers.put("without proof", new String[] {"Authorization", "DPoP " + token});
        headers.put("used proof", new String[] {"Authorization", "DPoP " + token, "DPoP", used});
        headers.put(
                "other key",
                new String[] {"Authorization", "DPoP " + token, "DPoP", thief.proof("GET", target, token)});
        headers.put("no ath", new String[] {"Authorization", "DPoP " + token, "DPoP", caller.proof("GET", target, "")});
        headers.put(
                "other token",
                new String[] {"Authorization", "DPoP " + token, "DPoP", caller.proof("GET", target, "x")});
        headers.put(
                "other method",
                new String[] {"Authorization", "DPoP " + token, "DPoP", caller.proof("POST", target, token)});
        headers.put("other path", new String[] {
            "Authorization", "DPoP " + token, "DPoP", caller.proof("GET", URI.create(target + "/x"), token)
        });
        headers.put("old", new String[] {
            "Authorization",
            "DPoP " + token,
            "DPoP",
            caller.proof(
                    "GET",
                    target,
                    token,
                    c -> c.issueTime(Date.from(CLOCK.instant().minusSeconds(90))))
        });
        headers.put("from the future", new String[] {
            "Authorization",
            "DPoP " + token,
            "DPoP",
            caller.proof(
                    "GET",
                    target,
                    token,
                    c -> c.issueTime(Date.from(CLOCK.instant().plusSeconds(30))))
        });
        for (var header : headers.entrySet()) {
            HttpResponse<String> response = caller.get(north, path, header.getValue());

            assertThat(response.statusCode()).as(header.getKey()).isEqualTo(401);
            assertThat(response.headers().firstValue("www-authenticate").orElse(""))
                    .as(header.getKey())
                    .startsWith("DPoP ");
        }
    }

    @Test
    void shouldRefuseTheTokenWhenAnotherOrganizationOrTheOtherPortOrANewerTimeIsUsed() throws Exception {
        String path = "/dicomweb/studies/" + PERMITTED;
        String token = token(caller.askToken(north, PERMITTED));
        try (TestSite east = TestSite.start("east", LEDGER, CLOCK)) {
            PeerCaller thief = new PeerCaller(east, CLOCK);

            HttpResponse<String> stolen = thief.get(
                    north,
                    path,
                    "Authorization",
                    "DPoP " + token,
                    "DPoP",
                    caller.proof("GET", URI.create(north.peerAddress() + path), token));

            assertThat(stolen.statusCode()).isEqualTo(401);
        }
        assertThat(caller.getWith(north, "/fhir/r4/Patient", token).statusCode())
                .as("not a route for other sites")
                .isEqualTo(404);
        CLOCK.advance(Duration.ofMinutes(5));
        assertThat(caller.getWith(north, path, token).statusCode()).isEqualTo(401);
    }

    @Test
    @Tag("IUA-71-09")
    void shouldLimitTheTokenToTheResourceThatWasAskedFor() throws Exception {
        Map<String, String> form = caller.form(caller.assertion(north), PERMITTED);
        form.put("resource", north.peerAddress() + "/fhir/r4");
        String token = token(caller.askToken(north, form, "DPoP", caller.proof("POST", endpoint(), "")));

        assertThat(caller.getWith(north, "/dicomweb/studies/" + PERMITTED, token)
                        .statusCode())
                .isEqualTo(401);
    }
}
