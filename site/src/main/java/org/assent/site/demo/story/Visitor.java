package org.assent.site.demo.story;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.assent.ledger.bytes.Bytes;
import org.jspecify.annotations.Nullable;

/** Somebody at one site, with a token of one role; keeps the token for a few minutes. */
final class Visitor {

    private static final Duration TOKEN_REUSE = Duration.ofMinutes(2);
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final HttpClient http;
    private final DemoSite site;
    private final String role;
    private final Tally tally;
    private @Nullable String token;
    private Instant tokenUntil = Instant.EPOCH;

    Visitor(HttpClient http, DemoSite site, String role, Tally tally) {
        this.http = http;
        this.site = site;
        this.role = role;
        this.tally = tally;
    }

    /** Where the visitor is. */
    DemoSite site() {
        return site;
    }

    /** GETs a path below the site's root. */
    Answer get(String path, String accept) throws IOException, InterruptedException {
        Answer answer = send(request(path).header("Accept", accept).GET().build());
        tally.note(site.name(), path, answer.status());
        return answer;
    }

    /** POSTs a body. */
    Answer post(String path, String contentType, byte[] body) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build());
    }

    /** PUTs a body. */
    Answer put(String path, String contentType, byte[] body) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", contentType)
                .PUT(HttpRequest.BodyPublishers.ofByteArray(body))
                .build());
    }

    /** A request with the visitor's token, to be completed. */
    HttpRequest.Builder request(String path) throws IOException, InterruptedException {
        return HttpRequest.newBuilder(URI.create(site.address() + path))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + currentToken());
    }

    /** Forgets the token, as after a restart of the site. */
    void forgetToken() {
        tokenUntil = Instant.EPOCH;
    }

    private String currentToken() throws IOException, InterruptedException {
        String kept = token;
        if (kept == null || Instant.now().isAfter(tokenUntil)) {
            kept = site.token(role);
            token = kept;
            tokenUntil = Instant.now().plus(TOKEN_REUSE);
        }
        return kept;
    }

    private Answer send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        return new Answer(response.statusCode(), response.headers().map(), Bytes.of(response.body()));
    }
}
