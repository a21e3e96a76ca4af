package org.assent.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What every refusal of a site has to be: a reason that a person can act on, and nothing about what the site is made of. */
final class Refusals {

    private static final int SHORTEST_REASON = 15;

    /** Traces, classes, products and their versions. */
    private static final Pattern INSIDE = Pattern.compile(
            "\\bat [a-z]+(\\.[A-Za-z_$]+)+\\(|Exception|\\b(java|javax|jakarta|org|ca|com)\\.[a-z]+\\.[a-zA-Z]"
                    + "|(?i:hapi|jetty|hibernate|jackson|nimbus|jdbi|\\bh2\\b|cometbft|goleveldb)"
                    + "|(?i:select .* from )");

    private static final List<String> TELLING_HEADERS = List.of("server", "x-powered-by", "x-hapi", "x-aspnet-version");

    private Refusals() {}

    /** A refusal in the form of its interface: an OperationOutcome below {@code /fhir}, else an RFC 9457 problem. */
    static void assertExplained(Response response, int... statuses) {
        List<String> names = response.getHeaders().asList().stream()
                .map(header -> header.getName())
                .toList();
        assertExplained(
                response.statusCode(), names, String.valueOf(response.contentType()), response.asString(), statuses);
        assertThat(response.header("X-Request-Id")).as("request id").isNotEmpty();
    }

    /** The same for what came over a bare socket. */
    static void assertExplained(RawExchange.Answer answer, int... statuses) {
        assertExplained(
                answer.status(),
                List.copyOf(answer.headers().keySet()),
                answer.headers().getOrDefault("content-type", ""),
                answer.body(),
                statuses);
    }

    private static void assertExplained(
            int status, List<String> headerNames, String contentType, String body, int... statuses) {
        assertThat(statuses).as("status %d: %s", status, body).contains(status);
        assertThat(headerNames.stream().map(name -> name.toLowerCase(Locale.ROOT)))
                .noneMatch(name -> TELLING_HEADERS.stream().anyMatch(name::startsWith));
        assertThat(body).as("nothing of the inside").doesNotContainPattern(INSIDE);
        List<String> reasons = reasons(contentType, body);
        assertThat(reasons).as("reasons in %s", body).isNotEmpty();
        assertThat(reasons).allSatisfy(reason -> assertThat(reason).hasSizeGreaterThan(SHORTEST_REASON));
    }

    private static List<String> reasons(String contentType, String body) {
        JsonNode said;
        try {
            said = new ObjectMapper().readTree(body);
        } catch (JsonProcessingException e) {
            throw new AssertionError("expected JSON, found " + contentType + ": " + body, e);
        }
        List<String> reasons = new ArrayList<>();
        if (contentType.startsWith("application/fhir+json")) {
            assertThat(said.path("resourceType").asText()).isEqualTo("OperationOutcome");
            said.path("issue")
                    .forEach(issue -> reasons.add(issue.path("diagnostics").asText()));
        } else if (said.has("error")) {
            assertThat(contentType).startsWith("application/json"); // RFC 6749 §5.2
            reasons.add(said.path("error_description").asText());
        } else {
            assertThat(contentType).startsWith("application/problem+json");
            assertThat(said.path("type").asText()).startsWith("urn:assent:problem:");
            reasons.add(said.path("detail").asText());
        }
        return reasons;
    }
}
