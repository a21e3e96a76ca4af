package org.assent.site.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.assent.authorization.administration.Administration;
import org.assent.authorization.jose.ClientAssertion;
import org.assent.custody.keys.KeyStore;
import org.assent.custody.keys.OperatorKey;
import org.assent.ledger.signature.Signer;
import org.assent.site.SiteFolder;
import org.assent.site.configuration.ConfigurationException;
import org.assent.site.configuration.ConfigurationFile;
import org.assent.site.configuration.SiteConfiguration;
import org.assent.site.status.LocalWebSide;

/**
 * The administrators' interface of a running site, as its operator: whoever can read the key in the site's folder. Asks for a token
 * as any program with a key does (RFC 7523, {@code private_key_jwt}), so that all it does is in the access log.
 */
public final class OperatorConnection {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final int MOST_BYTES = 8 << 20;

    private final SiteConfiguration configuration;
    private final LocalWebSide web;
    private final String token;

    private OperatorConnection(SiteConfiguration configuration, LocalWebSide web, String token) {
        this.configuration = configuration;
        this.web = web;
        this.token = token;
    }

    /**
     * Asks the site in a folder for a token.
     *
     * @throws OperatorException if it does not run, or does not know the key
     */
    public static OperatorConnection to(SiteFolder folder, Clock clock)
            throws ConfigurationException, IOException, InterruptedException, OperatorException {
        SiteConfiguration configuration = ConfigurationFile.read(folder.root());
        Signer key = OperatorKey.load(KeyStore.open(folder.keys(), new SecureRandom()))
                .orElseThrow(() -> new OperatorException(
                        "this site has no operator key yet: it makes one when it starts; start it with ./assent site "
                                + folder.root()));
        LocalWebSide web = LocalWebSide.of(configuration.people(), folder);
        String form = "grant_type=client_credentials"
                + "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
                + "&client_assertion="
                + assertion(key, configuration.people().address() + "/auth/token", clock.instant());
        HttpResponse<InputStream> response = send(
                configuration,
                web,
                HttpRequest.newBuilder(web.address().resolve("/auth/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form)));
        JsonNode answer = read(response);
        if (response.statusCode() != 200 || !answer.hasNonNull("access_token")) {
            throw new OperatorException(
                    "%s gives its operator no token (%d: %s); does it run from this folder, and is its clock right?"
                            .formatted(
                                    configuration.organization().name(),
                                    response.statusCode(),
                                    answer.path("error_description")
                                            .asText(answer.path("error").asText("no reason given"))));
        }
        return new OperatorConnection(
                configuration, web, answer.path("access_token").asText());
    }

    private static String assertion(Signer key, String endpoint, Instant now) throws IOException {
        try {
            return new ClientAssertion(Administration.OPERATOR, key)
                    .of(endpoint, UUID.randomUUID().toString(), Map.of(), now);
        } catch (JOSEException e) {
            throw new IOException("the operator key does not sign", e);
        }
    }

    /** GET. */
    public JsonNode get(String path) throws IOException, InterruptedException, OperatorException {
        return call(path, HttpRequest.newBuilder(web.address().resolve(path)).GET());
    }

    /** POST of a JSON object. */
    public JsonNode post(String path, Map<String, ?> body) throws IOException, InterruptedException, OperatorException {
        return call(
                path,
                HttpRequest.newBuilder(web.address().resolve(path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))));
    }

    /** DELETE of what has an id. */
    public void delete(String path, String id) throws IOException, InterruptedException, OperatorException {
        String address = path + "/" + segment(id);
        call(address, HttpRequest.newBuilder(web.address().resolve(address)).DELETE());
    }

    /** An id as a segment of a path. */
    public static String segment(String id) {
        return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private JsonNode call(String path, HttpRequest.Builder request)
            throws IOException, InterruptedException, OperatorException {
        HttpResponse<InputStream> response =
                send(configuration, web, request.header("Authorization", "Bearer " + token));
        JsonNode answer = read(response);
        if (response.statusCode() >= 300) {
            throw new OperatorException(answer.path("detail")
                    .asText(configuration.organization().name() + " answers " + response.statusCode() + " at " + path));
        }
        return answer;
    }

    private static HttpResponse<InputStream> send(
            SiteConfiguration configuration, LocalWebSide web, HttpRequest.Builder request)
            throws IOException, InterruptedException, OperatorException {
        try {
            return web.http()
                    .send(
                            request.timeout(ANSWER)
                                    .header("Accept", "application/json")
                                    .build(),
                            HttpResponse.BodyHandlers.ofInputStream());
        } catch (ConnectException e) {
            throw new OperatorException(
                    configuration.organization().name() + " does not answer at " + web.address()
                            + "; this command changes a running site: start it first",
                    e);
        }
    }

    private static JsonNode read(HttpResponse<InputStream> response) throws IOException {
        try (InputStream body = response.body()) {
            byte[] bytes = body.readNBytes(MOST_BYTES);
            String type = response.headers().firstValue("Content-Type").orElse("");
            return type.contains("json") && bytes.length > 0 ? JSON.readTree(bytes) : JSON.createObjectNode();
        }
    }
}
