package org.assent.acceptance;

import com.nimbusds.jose.JOSEException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.assent.authorization.peer.SiteCredentials;
import org.assent.custody.keys.KeyStore;
import org.assent.custody.keys.OrganizationKeys;
import org.assent.site.demo.story.VisitorTls;

/** One site of the demo with its real keys at another's port for sites, doing what its own software never would. */
final class Neighbour {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private final String address;
    private final String endpoint;
    private final HttpClient http;
    private final SiteCredentials credentials;

    /** The keys of one site, to be used at another. */
    Neighbour(FourSites sites, Hospital caller, Hospital asked) throws IOException {
        SecureRandom random = new SecureRandom();
        OrganizationKeys keys = keys(sites, caller);
        this.address = "https://127.0.0.1:" + (asked.port() + 100);
        this.endpoint = address + "/auth/token";
        this.http = HttpClient.newBuilder()
                .sslContext(VisitorTls.of(keys, random))
                .connectTimeout(TIMEOUT)
                .build();
        this.credentials = new SiteCredentials(keys.organization(), keys.service(), Clock.systemUTC(), random);
    }

    /** The organization keys of a running site, from its folder. */
    static OrganizationKeys keys(FourSites sites, Hospital hospital) throws IOException {
        return OrganizationKeys.loadOrCreate(
                KeyStore.open(sites.folder(hospital).resolve("keys"), new SecureRandom()),
                hospital.name(),
                Instant.now());
    }

    /** A fresh assertion for one token request about a study. */
    String assertion(String studyInstanceUid) throws JOSEException {
        return credentials.assertion(
                endpoint,
                matter(studyInstanceUid).entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> List.of(entry.getValue()))));
    }

    private static Map<String, String> matter(String studyInstanceUid) {
        return Map.of(
                "imaging_study", "urn:oid:" + studyInstanceUid,
                "purpose_of_use", "http://terminology.hl7.org/CodeSystem/v3-ActReason|TREAT",
                "on_behalf_of", "acceptance");
    }

    /** A fresh proof for one token request. */
    String proof() throws JOSEException {
        return credentials.proof("POST", endpoint, Optional.empty());
    }

    /** An ordinary token request about a study. */
    HttpResponse<String> requestToken(String studyInstanceUid) throws IOException, InterruptedException, JOSEException {
        return requestToken(studyInstanceUid, assertion(studyInstanceUid), proof());
    }

    /** A GET proven by the TLS key alone. */
    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(address + path))
                        .timeout(TIMEOUT)
                        .header("Accept", "application/json")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** A GET with a token of the asked site. */
    HttpResponse<String> get(String path, String token) throws IOException, InterruptedException, JOSEException {
        return http.send(
                HttpRequest.newBuilder(URI.create(address + path))
                        .timeout(TIMEOUT)
                        .header("Accept", "application/dicom+json")
                        .header("Authorization", "DPoP " + token)
                        .header("DPoP", credentials.proof("GET", address + path, Optional.of(token)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** A token request with an assertion and a proof, fresh or not. */
    HttpResponse<String> requestToken(String studyInstanceUid, String assertion, String proof)
            throws IOException, InterruptedException {
        Map<String, String> form = new TreeMap<>(matter(studyInstanceUid));
        form.put("grant_type", "client_credentials");
        form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        form.put("client_assertion", assertion);
        form.put("scope", "patient/ImagingStudy.rs");
        form.put("resource", address + "/dicomweb");
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return http.send(
                HttpRequest.newBuilder(URI.create(endpoint))
                        .timeout(TIMEOUT)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("DPoP", proof)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
