package org.assent.site.demo.story;

import com.nimbusds.jose.JOSEException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.assent.authorization.peer.SiteCredentials;
import org.assent.custody.keys.KeyStore;
import org.assent.custody.keys.OrganizationKeys;
import org.assent.ledger.bytes.Bytes;

/**
 * Another organization at a site's port for sites, with its own keys but without its own software: what a site might send
 * that does not keep to the rules.
 */
final class OrganizationVisitor {

    private static final String PURPOSE = "http://terminology.hl7.org/CodeSystem/v3-ActReason|TREAT";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final HttpClient http;
    private final SiteCredentials credentials;

    private OrganizationVisitor(OrganizationKeys tlsKeys, OrganizationKeys keys, SecureRandom random) {
        this.http = HttpClient.newBuilder()
                .sslContext(VisitorTls.of(tlsKeys, random))
                .connectTimeout(TIMEOUT)
                .build();
        this.credentials = new SiteCredentials(keys.organization(), keys.service(), Clock.systemUTC(), random);
    }

    /** With the keys of a site of the demo. */
    static OrganizationVisitor of(DemoSite site) throws IOException {
        OrganizationKeys keys = site.keys();
        return new OrganizationVisitor(keys, keys, new SecureRandom());
    }

    /** Whether a site that the ledger does not know gets no connection: neither its TLS key nor its service key is there. */
    static boolean unregisteredIsShutOut(DemoSite asked) throws IOException, InterruptedException {
        return isShutOut(asked, stranger -> stranger);
    }

    /** Whether a member's validly signed request gets no connection when it comes with another TLS key than the ledger's. */
    static boolean wrongTlsKeyIsShutOut(DemoSite asked, DemoSite member) throws IOException, InterruptedException {
        OrganizationKeys keys = member.keys();
        return isShutOut(asked, stranger -> keys);
    }

    private static boolean isShutOut(DemoSite asked, UnaryOperator<OrganizationKeys> signing)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("stranger");
        SecureRandom random = new SecureRandom();
        OrganizationKeys stranger =
                OrganizationKeys.loadOrCreate(KeyStore.open(folder, random), "stranger", Instant.now());
        try {
            new OrganizationVisitor(stranger, signing.apply(stranger), random).token(asked, "2.25.1");
            return false;
        } catch (ConnectException | HttpTimeoutException e) {
            throw e; // nobody was there to refuse it
        } catch (IOException e) {
            return true; // ended within the handshake, before any answer
        } finally {
            removeFolder(folder);
        }
    }

    /** Sends a body of FHIR JSON with headers of the caller's choice. */
    static Answer send(HttpClient http, String address, Map<String, String> headers, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address))
                .timeout(TIMEOUT)
                .header("Content-Type", Stage.FHIR_JSON)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return answer(http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
    }

    /** What the site's token endpoint answers to a request for a study. */
    Answer token(DemoSite asked, String studyInstanceUid) throws IOException, InterruptedException {
        String endpoint = asked.peerAddress() + "/auth/token";
        Map<String, String> matter = Map.of(
                "imaging_study", "urn:oid:" + studyInstanceUid, "purpose_of_use", PURPOSE, "on_behalf_of", "story");
        try {
            Map<String, String> form = new java.util.TreeMap<>(matter);
            form.put("grant_type", "client_credentials");
            form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
            form.put(
                    "client_assertion",
                    credentials.assertion(
                            endpoint,
                            matter.entrySet().stream()
                                    .collect(Collectors.toMap(
                                            Map.Entry::getKey, entry -> java.util.List.of(entry.getValue())))));
            form.put("scope", "patient/ImagingStudy.rs");
            form.put("resource", asked.peerAddress() + "/dicomweb");
            HttpRequest request = HttpRequest.newBuilder(URI.create(endpoint))
                    .timeout(TIMEOUT)
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .header("DPoP", credentials.proof("POST", endpoint, Optional.empty()))
                    .POST(HttpRequest.BodyPublishers.ofString(encoded(form)))
                    .build();
            return answer(http.send(request, HttpResponse.BodyHandlers.ofByteArray()));
        } catch (JOSEException e) {
            throw new IllegalStateException("the demo's keys do not sign", e);
        }
    }

    /** A token of the site for a study; fails if it gives none. */
    PeerToken requireToken(DemoSite asked, String studyInstanceUid)
            throws IOException, InterruptedException, StoryFailure {
        String token = token(asked, studyInstanceUid)
                .expect(200, "token request at " + asked.name())
                .json()
                .path("access_token")
                .asText();
        return new PeerToken(asked, token);
    }

    /** A token of another site, used with proofs of its key. */
    final class PeerToken {

        private final DemoSite issuer;
        private final String token;

        private PeerToken(DemoSite issuer, String token) {
            this.issuer = issuer;
            this.token = token;
        }

        /** GETs a path at the site that issued it. */
        Answer get(String path, String accept) throws IOException, InterruptedException {
            String target = issuer.peerAddress() + path;
            try {
                HttpRequest request = HttpRequest.newBuilder(URI.create(target))
                        .timeout(TIMEOUT)
                        .header("Accept", accept)
                        .header("Authorization", "DPoP " + token)
                        .header("DPoP", credentials.proof("GET", target, Optional.of(token)))
                        .build();
                return answer(http.send(request, HttpResponse.BodyHandlers.ofByteArray()));
            } catch (JOSEException e) {
                throw new IllegalStateException("the demo's keys do not sign", e);
            }
        }
    }

    private static Answer answer(HttpResponse<byte[]> response) {
        return new Answer(response.statusCode(), response.headers().map(), Bytes.of(response.body()));
    }

    private static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static void removeFolder(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
