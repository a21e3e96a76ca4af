package org.assent.authorization.network;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.assent.authorization.jose.LedgerJwk;
import org.assent.authorization.jose.LedgerJwsSigner;
import org.assent.authorization.token.DpopProofs;
import org.assent.ledger.signature.Signer;

/**
 * Another site's client written by hand, so that a test can break each of its rules: careless about servers, and every claim
 * can be changed.
 */
public final class PeerCaller {

    public final ECKey proofKey;
    private final TestSite self;
    private final Clock clock;
    private final HttpClient client;

    public PeerCaller(TestSite self, Clock clock) throws Exception {
        this.self = self;
        this.clock = clock;
        this.client = HttpClient.newBuilder()
                .sslContext(self.tls.carelessClient())
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        this.proofKey = new ECKeyGenerator(Curve.P_256).generate();
    }

    public String assertion(TestSite source, Signer key, UnaryOperator<JWTClaimsSet.Builder> change) throws Exception {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(self.organization.toHex())
                .subject(self.organization.toHex())
                .audience(source.peerAddress() + "/auth/token")
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(clock.instant()))
                .expirationTime(Date.from(clock.instant().plus(Duration.ofSeconds(50))));
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .keyID(LedgerJwk.of(key.publicKey()).getKeyID())
                        .build(),
                change.apply(claims).build());
        jwt.sign(new LedgerJwsSigner(key));
        return jwt.serialize();
    }

    public String assertion(TestSite source) throws Exception {
        return assertion(source, self.serviceKey, claims -> claims);
    }

    public String proof(String method, URI target, String token, UnaryOperator<JWTClaimsSet.Builder> change)
            throws Exception {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .jwtID(UUID.randomUUID().toString())
                .claim("htm", method)
                .claim("htu", target.toString())
                .issueTime(Date.from(clock.instant()));
        if (!token.isEmpty()) {
            claims.claim("ath", DpopProofs.tokenHash(token));
        }
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(new JOSEObjectType("dpop+jwt"))
                        .jwk(proofKey.toPublicJWK())
                        .build(),
                change.apply(claims).build());
        jwt.sign(new ECDSASigner(proofKey));
        return jwt.serialize();
    }

    public String proof(String method, URI target, String token) throws Exception {
        return proof(method, target, token, claims -> claims);
    }

    public Map<String, String> form(String assertion, String study) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "client_credentials");
        form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        form.put("client_assertion", assertion);
        form.put("scope", "patient/ImagingStudy.rs");
        form.put("imaging_study", "urn:oid:" + study);
        form.put("purpose_of_use", "http://terminology.hl7.org/CodeSystem/v3-ActReason|TREAT");
        form.put("on_behalf_of", "person-7");
        return form;
    }

    public HttpResponse<String> askToken(TestSite source, Map<String, String> form, String... headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(source.peerAddress() + "/auth/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(Browser.form(form)));
        return client.send(
                (headers.length == 0 ? request : request.headers(headers)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** A good request for a token. */
    public HttpResponse<String> askToken(TestSite source, String study) throws Exception {
        URI endpoint = URI.create(source.peerAddress() + "/auth/token");
        return askToken(source, form(assertion(source), study), "DPoP", proof("POST", endpoint, ""));
    }

    public HttpResponse<String> get(TestSite source, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(source.peerAddress() + path));
        return client.send(
                (headers.length == 0 ? request : request.headers(headers)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** A good request under a token. */
    public HttpResponse<String> getWith(TestSite source, String path, String token) throws Exception {
        String proof = proof("GET", URI.create(source.peerAddress() + path), token);
        return get(source, path, "Authorization", "DPoP " + token, "DPoP", proof);
    }
}
