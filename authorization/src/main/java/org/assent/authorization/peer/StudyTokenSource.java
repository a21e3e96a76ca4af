package org.assent.authorization.peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assent.decision.request.PurposeOfUse;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.identity.OrganizationId;

/**
 * Tokens of other sites for their studies, asked for when needed and kept for their life. A refusal is not kept: the
 * permission may come the next moment. Thread-safe; equal requests at one time ask once.
 */
final class StudyTokenSource {

    /** What a token is for. */
    record Subject(OrganizationId source, String studyInstanceUid, Set<PurposeOfUse> purposes, String onBehalfOf) {
        Subject {
            purposes = Set.copyOf(purposes);
        }
    }

    private record Kept(String token, Instant until) {}

    private static final Duration MARGIN = Duration.ofSeconds(10);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int MAX_KEPT = 1_000;
    private static final int MAX_ANSWER = 64 * 1024;
    private static final int STRIPES = 64;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final PeerConnections connections;
    private final SiteCredentials credentials;
    private final Clock clock;
    private final List<ReentrantLock> locks =
            Stream.generate(ReentrantLock::new).limit(STRIPES).toList();
    private final Map<Subject, Kept> kept = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Subject, Kept> eldest) {
            return size() > MAX_KEPT;
        }
    };

    StudyTokenSource(PeerConnections connections, SiteCredentials credentials, Clock clock) {
        this.connections = connections;
        this.credentials = credentials;
        this.clock = clock;
    }

    /** A token that is still good, from memory or from the source at the given address. */
    String token(Subject subject, URI address) throws IOException {
        ReentrantLock lock = locks.get(Math.floorMod(subject.hashCode(), STRIPES));
        lock.lock();
        try {
            Optional<String> good = kept(subject);
            return good.isPresent() ? good.get() : fetch(subject, address);
        } finally {
            lock.unlock();
        }
    }

    /** The source does not take the token any more. */
    void forget(Subject subject, String token) {
        synchronized (kept) {
            Kept entry = kept.get(subject);
            if (entry != null && entry.token().equals(token)) {
                kept.remove(subject);
            }
        }
    }

    private Optional<String> kept(Subject subject) {
        synchronized (kept) {
            Kept entry = kept.get(subject);
            return entry != null && clock.instant().isBefore(entry.until())
                    ? Optional.of(entry.token())
                    : Optional.empty();
        }
    }

    private String fetch(Subject subject, URI address) throws IOException {
        String endpoint = address + "/auth/token";
        Instant asked = clock.instant();
        try (PeerResponse response = connections.send(
                subject.source(),
                URI.create(endpoint),
                request(subject, address, endpoint),
                Map.of("DPoP", credentials.proof("POST", endpoint, Optional.empty())))) {
            byte[] body = response.body().readNBytes(MAX_ANSWER);
            if (response.status() != 200) {
                throw refusal(response, body);
            }
            JsonNode answer = MAPPER.readTree(body);
            String token = answer.path("access_token").asText("");
            if (token.isEmpty() || !answer.path("token_type").asText("").equalsIgnoreCase("DPoP")) {
                throw new PeerUnreachableException("the other site's token is not bound to a key");
            }
            Duration life = Duration.ofSeconds(
                    Math.max(0, Math.min(answer.path("expires_in").asLong(0), 3600)));
            synchronized (kept) {
                kept.put(subject, new Kept(token, asked.plus(life).minus(MARGIN)));
            }
            return token;
        } catch (JOSEException e) {
            throw new IllegalStateException("this site's keys do not sign", e);
        }
    }

    private PeerClient.PeerRequest request(Subject subject, URI address, String endpoint) throws JOSEException {
        List<String> purposes = new TreeSet<>(subject.purposes())
                .stream()
                        .map(purpose -> purpose.system() + "|" + purpose.code())
                        .toList();
        Map<String, List<String>> matter = new LinkedHashMap<>();
        matter.put("imaging_study", List.of("urn:oid:" + subject.studyInstanceUid()));
        matter.put("purpose_of_use", purposes);
        matter.put("on_behalf_of", List.of(subject.onBehalfOf()));
        Map<String, List<String>> form = new LinkedHashMap<>(matter);
        form.put("grant_type", List.of("client_credentials"));
        form.put("client_assertion_type", List.of("urn:ietf:params:oauth:client-assertion-type:jwt-bearer"));
        form.put("client_assertion", List.of(credentials.assertion(endpoint, matter)));
        form.put("scope", List.of("patient/ImagingStudy.rs"));
        form.put("resource", List.of(address + "/dicomweb"));
        String body = form.entrySet().stream()
                .flatMap(field -> field.getValue().stream().map(value -> encode(field.getKey()) + "=" + encode(value)))
                .collect(Collectors.joining("&"));
        return new PeerClient.PeerRequest(
                "POST",
                "/auth/token",
                Map.of("Content-Type", "application/x-www-form-urlencoded", "Accept", "application/json"),
                Bytes.of(body.getBytes(StandardCharsets.US_ASCII)),
                TIMEOUT);
    }

    private static IOException refusal(PeerResponse response, byte[] body) throws IOException {
        if (response.status() == 503 || response.status() == 429) {
            return new PeerUnavailableException("the other site gives no tokens now", RetryAfter.of(response));
        }
        String error =
                response.status() == 400 ? MAPPER.readTree(body).path("error").asText("") : "";
        if (error.equals("invalid_scope")) {
            return new PeerRefusedException("the other site gives no token for this");
        }
        return new PeerUnreachableException("the token endpoint of the other site answers " + response.status());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
