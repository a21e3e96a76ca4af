package org.assent.authorization.token;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.assent.authorization.scope.Scopes;

/**
 * The answer of the token endpoint that gives one (RFC 6749 §5.1, IHE IUA ITI-71).
 *
 * @param token the access token
 * @param type {@code Bearer} or {@code DPoP}
 * @param seconds how long it is good
 * @param scopes what it may be used for
 * @param patient the patient in context
 */
record TokenResponse(String token, String type, long seconds, Scopes scopes, Optional<String> patient) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    void write(HttpServletResponse response) throws IOException {
        ObjectNode body = MAPPER.createObjectNode()
                .put("access_token", token)
                .put("token_type", type)
                .put("expires_in", seconds)
                .put("scope", scopes.toString())
                .put("issued_token_type", "urn:ietf:params:oauth:token-type:jwt");
        patient.ifPresent(id -> body.put("patient", id));
        write(response, HttpServletResponse.SC_OK, body);
    }

    static void write(HttpServletResponse response, OAuthError error) throws IOException {
        error.retryAfter().ifPresent(after -> response.setHeader("Retry-After", Long.toString(after.toSeconds())));
        ObjectNode body =
                MAPPER.createObjectNode().put("error", error.code()).put("error_description", error.description());
        write(response, error.status(), body);
    }

    /** Writes a body of JSON that nobody may keep. */
    static void write(HttpServletResponse response, int status, ObjectNode body) throws IOException {
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Pragma", "no-cache");
        response.setContentType("application/json");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
