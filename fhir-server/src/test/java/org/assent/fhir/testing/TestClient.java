package org.assent.fhir.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Optional;
import org.assent.authorization.testing.GuardedServer;

/** An HTTP client that always asks as one. */
public final class TestClient {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FHIR_JSON = "application/fhir+json";

    private final GuardedServer server;
    private final Map<String, String> headers;

    private TestClient(GuardedServer server, Map<String, String> headers) {
        this.server = server;
        this.headers = headers;
    }

    static TestClient bearer(GuardedServer server, String token) {
        return new TestClient(server, Map.of("Authorization", "Bearer " + token));
    }

    static TestClient peer(GuardedServer server, String organization) {
        return new TestClient(server, Map.of(server.peerHeader(), organization));
    }

    static TestClient anonymous(GuardedServer server) {
        return new TestClient(server, Map.of());
    }

    /** GET below the FHIR base. */
    public Answer get(String path, String... more) {
        return send("GET", path, Optional.empty(), more);
    }

    /** POST of FHIR JSON. */
    public Answer post(String path, String body, String... more) {
        return send("POST", path, Optional.of(body), more);
    }

    /** PUT of FHIR JSON. */
    public Answer put(String path, String body, String... more) {
        return send("PUT", path, Optional.of(body), more);
    }

    /** DELETE. */
    public Answer delete(String path, String... more) {
        return send("DELETE", path, Optional.empty(), more);
    }

    /** Any request; {@code more} are header names and values. */
    public Answer send(String method, String path, Optional<String> body, String... more) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.uri("/fhir/r4" + path))
                .method(method, body.map(BodyPublishers::ofString).orElse(BodyPublishers.noBody()));
        headers.forEach(request::setHeader);
        if (body.isPresent()) {
            request.setHeader("Content-Type", FHIR_JSON);
        }
        for (int i = 0; i < more.length; i += 2) {
            request.setHeader(more[i], more[i + 1]);
        }
        try {
            return new Answer(HTTP.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new IllegalStateException(method + " " + path + " got no answer", e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** What came back. */
    public record Answer(HttpResponse<String> response) {

        /** HTTP status. */
        public int status() {
            return response.statusCode();
        }

        /** Body text. */
        public String body() {
            return response.body();
        }

        /** Body as JSON. */
        public JsonNode json() {
            try {
                return JSON.readTree(response.body());
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("not JSON: " + response.body(), e);
            }
        }

        /** A header, or empty text. */
        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        /** Total of a search. */
        public int total() {
            return json().path("total").asInt(-1);
        }

        /** Logical id of the resource. */
        public String id() {
            return json().path("id").asText();
        }
    }
}
