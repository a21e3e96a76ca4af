package org.assent.site.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/** Asks a site of the demo for tokens, as the program of an EHR or a modality does (RFC 6749 §4.4). */
public final class DemoTokens {

    private final HttpClient http;

    /** With a client of its own. */
    public DemoTokens() {
        this(HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build());
    }

    DemoTokens(HttpClient http) {
        this.http = http;
    }

    /**
     * A new access token.
     *
     * @throws DemoException if the site does not run or refuses
     */
    public String fetch(Hospital hospital, DemoAccounts.Program program)
            throws DemoException, IOException, InterruptedException {
        String credentials = Base64.getEncoder()
                .encodeToString((program.id() + ":" + program.secret()).getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(URI.create(hospital.programAddress() + "/auth/token"))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Basic " + credentials)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials"))
                .build();
        HttpResponse<byte[]> response = send(hospital, request);
        JsonNode body = new ObjectMapper().readTree(response.body());
        if (response.statusCode() != 200 || !body.hasNonNull("access_token")) {
            throw new DemoException("%s answered %d to the request for a token: %s"
                    .formatted(
                            hospital.name(),
                            response.statusCode(),
                            body.path("error_description")
                                    .asText(body.path("error").asText("no reason given"))));
        }
        return body.get("access_token").asText();
    }

    private HttpResponse<byte[]> send(Hospital hospital, HttpRequest request)
            throws DemoException, IOException, InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (ConnectException e) {
            throw new DemoException(
                    hospital.name() + " does not answer at " + hospital.programAddress()
                            + "; is the demo running? ./assent status shows it",
                    e);
        }
    }
}
