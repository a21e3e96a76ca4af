package org.assent.decision;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One file of {@code scenarios/decision}: consents on file, requests and what is expected. */
record Scenario(
        String id,
        String title,
        @Nullable String policy,
        @Nullable String wall,
        @Nullable String block,
        List<Consent> consents,
        List<Request> requests,
        Token token) {

    private static final String NOON = "2026-03-01T12:00:00Z";

    record Consent(
            String name,
            @Nullable Long sequence,
            @Nullable String policy,
            RuleText root,
            @Nullable List<RuleText> exceptions) {}

    record RuleText(
            String effect,
            @Nullable List<ActorText> actors,
            @Nullable List<String> purposes,
            @Nullable PeriodText period,
            @Nullable DataText data) {}

    record ActorText(String organization, @Nullable String member) {}

    record PeriodText(@Nullable String start, @Nullable String end) {}

    record DataText(
            @Nullable List<String> studies,
            @Nullable PeriodText period,
            @Nullable List<String> authors,
            @Nullable List<String> related,
            @Nullable List<String> labels) {}

    record Request(
            String organization,
            @Nullable String actor,
            @Nullable String purpose,
            @Nullable List<String> purposes,
            String study,
            String expect,
            @Nullable String reason,
            @Nullable List<String> decidedBy) {

        List<String> allPurposes() {
            return purposes == null ? List.of(Objects.requireNonNull(purpose)) : purposes;
        }
    }

    record Token(
            String organization,
            @Nullable String actor,
            String purpose,
            JsonNode data,
            @Nullable List<JsonNode> residuals,
            @Nullable List<String> appliedConsents) {}

    DecisionTime time() {
        return new DecisionTime(Instant.parse(wall == null ? NOON : wall), Instant.parse(block == null ? NOON : block));
    }

    ImplicitPolicy implicitPolicy() {
        return policy == null ? ImplicitPolicy.DENY : ImplicitPolicy.fromUri(policy);
    }

    @Override
    public String toString() {
        return id + ": " + title;
    }

    /** All files, by name; a field that nobody reads is an error. */
    static Stream<Scenario> all() {
        ObjectMapper yaml =
                new ObjectMapper(new YAMLFactory()).enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        try {
            Path folder = Path.of(Objects.requireNonNull(Scenario.class.getResource("/scenarios/decision"))
                    .toURI());
            try (Stream<Path> files = Files.list(folder)) {
                List<Scenario> scenarios = new ArrayList<>();
                for (Path file : files.sorted().toList()) {
                    scenarios.add(yaml.readValue(file.toFile(), Scenario.class));
                }
                return scenarios.stream();
            }
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException("could not read the scenarios", e);
        }
    }
}
