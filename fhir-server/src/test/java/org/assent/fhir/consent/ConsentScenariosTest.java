package org.assent.fhir.consent;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assent.decision.request.PurposeOfUse;
import org.assent.decision.terms.Actor;
import org.assent.decision.terms.ConsentTerms;
import org.assent.fhir.enforcement.Issue;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.bytes.Hash;
import org.assent.ledger.identity.OrganizationId;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file of {@code scenarios/consent}: a Consent, and the terms or the issues that it must give. */
class ConsentScenariosTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final FhirContext FHIR = FhirContext.forR4Cached();
    private static final Map<String, OrganizationId> ORGANIZATIONS =
            Map.of("north", organization("north"), "south", organization("south"));
    private static final Map<String, String> STUDIES = Map.of("s-1", "2.999.1", "s-2", "2.999.2");

    static Stream<Path> scenarios() throws IOException, URISyntaxException {
        Path folder =
                Path.of(java.util.Objects.requireNonNull(ConsentScenariosTest.class.getResource("/scenarios/consent"))
                        .toURI());
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    @Tag("FC-02")
    @Tag("FC-03")
    @Tag("FC-06")
    void shouldCompileOrNameEveryIssueWhenConsentIsLikeTheScenario(Path file) throws IOException {
        // Given
        JsonNode scenario = JSON.readTree(file.toFile());
        Consent consent = FHIR.newJsonParser()
                .parseResource(Consent.class, scenario.path("consent").toString());

        // When
        List<Issue> issues = new ArrayList<>(ConsentProfile.check(consent, true));
        Optional<Compilation.Compiled> compiled = Optional.empty();
        if (issues.isEmpty()) {
            switch (compiler().compile(consent, Bytes32.of(new byte[32]), names())) {
                case Compilation.Compiled done -> compiled = Optional.of(done);
                case Compilation.NotUnderstood not -> issues.addAll(not.issues());
            }
        }

        // Then
        JsonNode expected = scenario.path("expect");
        if (expected.has("issues")) {
            assertThat(issues.stream().map(Issue::path)).containsExactlyInAnyOrderElementsOf(texts(expected, "issues"));
            assertThat(compiled).isEmpty();
        } else {
            assertThat(issues).isEmpty();
            assertTerms(compiled.orElseThrow(), expected);
        }
    }

    private static void assertTerms(Compilation.Compiled compiled, JsonNode expected) {
        ConsentTerms terms = compiled.terms();
        assertThat(terms.root().effect().name())
                .isEqualTo(expected.path("effect").asText());
        assertThat(terms.root().actors().stream().map(ConsentScenariosTest::name))
                .containsExactlyInAnyOrderElementsOf(texts(expected, "actors"));
        assertThat(terms.root().purposes().stream().map(PurposeOfUse::code))
                .containsExactlyInAnyOrderElementsOf(texts(expected, "purposes"));
        assertThat(terms.root().data().studies()).containsExactlyInAnyOrderElementsOf(texts(expected, "studies"));
        assertThat(terms.root().period().start().map(Instant::toString).orElse(""))
                .isEqualTo(expected.path("start").asText());
        assertThat(terms.root().period().end().map(Instant::toString).orElse(""))
                .isEqualTo(expected.path("end").asText());
        assertThat(terms.exceptions()).hasSize(expected.path("exceptions").asInt());
        assertThat(compiled.recipients().stream().map(ConsentScenariosTest::name))
                .containsExactlyInAnyOrderElementsOf(texts(expected, "recipients"));
    }

    private static ConsentCompiler compiler() {
        return new ConsentCompiler(organization("north"), new ConsentPeriods(ZoneId.of("Europe/Berlin")));
    }

    private static Names names() {
        return new Names() {
            @Override
            public Optional<OrganizationId> organization(Reference reference) {
                String name = reference.hasReference()
                        ? reference.getReference().replace("Organization/", "")
                        : reference.getIdentifier().getValue();
                return Optional.ofNullable(ORGANIZATIONS.get(name));
            }

            @Override
            public Optional<String> study(Reference reference) {
                return reference.hasReference()
                        ? Optional.ofNullable(
                                STUDIES.get(reference.getReference().replace("ImagingStudy/", "")))
                        : Optional.of(reference.getIdentifier().getValue().replace("urn:oid:", ""));
            }
        };
    }

    private static String name(Actor actor) {
        return switch (actor) {
            case Actor.ByOrganization by -> name(by.organization());
            case Actor.ByMember by -> name(by.organization());
        };
    }

    private static String name(OrganizationId organization) {
        return ORGANIZATIONS.entrySet().stream()
                .filter(entry -> entry.getValue().equals(organization))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    private static OrganizationId organization(String name) {
        return new OrganizationId(Hash.sha256(name.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    private static List<String> texts(JsonNode node, String field) {
        List<String> texts = new ArrayList<>();
        node.path(field).forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
