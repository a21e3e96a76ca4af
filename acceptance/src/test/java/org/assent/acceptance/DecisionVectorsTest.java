package org.assent.acceptance;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The decision vectors that FHIR can say, over HTTP: recorded at North by its EHR, explained by North's privacy officer, and seen, or
 * not, by clinicians of South (X) and East (Z) by DICOMweb and FHIR.
 */
@Tag("T01")
@Tag("T02")
@Tag("T03")
@Tag("T04")
@Tag("T05")
@Tag("T06")
@Tag("T07")
@Tag("T08")
@Tag("T09")
@Tag("T10")
@Tag("T11")
@Tag("T12")
@Tag("T13")
@Tag("T17")
@Tag("T18")
@ExtendWith(RunningSites.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DecisionVectorsTest {

    private static final Path FOLDER = Path.of(System.getProperty("assent.root", ".."))
            .resolve("access-decision/src/test/resources/scenarios/decision");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Duration WITHIN = Duration.ofSeconds(20);
    private static final Duration STAYS = Duration.ofMillis(500);

    private Hospital north;
    private Map<String, Hospital> hospitals = Map.of();
    private Map<String, String> organizations = Map.of();
    private int patients;

    @BeforeAll
    void begin(FourSites sites) {
        north = sites.north();
        FhirRecords records = new FhirRecords(north);
        hospitals = Map.of("X", sites.south(), "Z", sites.east());
        organizations = Map.of(
                "X", records.organization("South"),
                "Z", records.organization("East"),
                "North", records.organization("North"),
                "South", records.organization("West")); // of which no vector here holds a study
    }

    static List<Arguments> vectors() throws IOException {
        List<Arguments> vectors = new ArrayList<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.sorted().toList()) {
                JsonNode scenario = YAML.readTree(file.toFile());
                if (!scenario.has("policy")
                        && !scenario.has("wall")
                        && VectorConsents.canSay(scenario)
                        && knowsItsStudies(scenario)) {
                    vectors.add(Arguments.of(file.getFileName().toString(), scenario));
                }
            }
        }
        assertThat(vectors.stream().map(vector -> vector.get()[0].toString()))
                .anyMatch(name -> name.startsWith("t12"))
                .hasSizeGreaterThanOrEqualTo(14);
        return vectors;
    }

    private static boolean knowsItsStudies(JsonNode scenario) {
        return studies(scenario).stream().allMatch(VectorStudies::has);
    }

    private static Set<String> studies(JsonNode scenario) {
        Set<String> names = new TreeSet<>(scenario.path("requests").findValuesAsText("study"));
        scenario.path("consents").findValues("studies").forEach(list -> list.forEach(name -> names.add(name.asText())));
        return names;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void shouldDecideOverHttpAsTheVectorSays(String file, JsonNode scenario) {
        // Given a patient with the vector's studies and consents
        String patientId = "VECTOR-" + ++patients;
        Map<String, Study> studies = VectorStudies.of(patientId, patients, studies(scenario));
        FhirRecords records = new FhirRecords(north);
        studies.values().forEach(study -> Modality.store(north, study));
        List<String> subjects = studies.values().stream()
                .map(study ->
                        records.availableStudy(study).at("/subject/reference").asText())
                .distinct()
                .toList();
        assertThat(subjects).hasSize(1);
        VectorConsents consents = new VectorConsents(
                subjects.getFirst(), requireNonNull(organizations.get("North")), organizations, studies);
        for (JsonNode consent : scenario.path("consents")) {
            Response recorded = records.postConsent(consents.json(consent));
            assertThat(recorded.statusCode()).as(recorded.asString()).isEqualTo(201);
        }

        // Then each request is decided as it says, and seen so where the requester is
        List<JsonNode> seen = new ArrayList<>();
        for (JsonNode request : scenario.path("requests")) {
            JsonNode explained = explained(subjects.getFirst(), request);
            Study study = requireNonNull(studies.get(request.path("study").asText()));
            String expected = request.path("expect").asText();
            assertThat(part(explained, study, "decision"))
                    .as("%s, explained: %s", request, explained)
                    .isEqualTo(expected);
            if (request.has("reason")) {
                assertThat(part(explained, study, "reason")
                                .toUpperCase(Locale.ROOT)
                                .replace('-', '_'))
                        .isEqualTo(request.path("reason").asText());
            }
            boolean asked = request.path("purpose").asText().equals("TREAT") && !request.has("actor");
            if (asked && (!expected.equals("permit") || isNamed(scenario, request))) {
                seen.add(request);
            }
        }
        await().atMost(WITHIN).during(STAYS).untilAsserted(() -> {
            for (JsonNode request : seen) {
                assertSeen(
                        request,
                        requireNonNull(studies.get(request.path("study").asText())));
            }
        });
    }

    /** Whether a Consent that decides names the requester: only then is the study brought to where they are. */
    private static boolean isNamed(JsonNode scenario, JsonNode request) {
        String decisive = request.path("decidedBy").toString();
        for (JsonNode consent : scenario.path("consents")) {
            if (decisive.contains("\"" + consent.path("name").asText() + "\"")
                    && consent.findValuesAsText("organization")
                            .contains(request.path("organization").asText())) {
                return true;
            }
        }
        return false;
    }

    private JsonNode explained(String patient, JsonNode request) {
        ObjectNode parameters = FhirRecords.JSON.createObjectNode().put("resourceType", "Parameters");
        ArrayNode list = parameters.putArray("parameter");
        list.addObject().put("name", "patient").putObject("valueReference").put("reference", patient);
        list.addObject()
                .put("name", "requester")
                .putObject("valueReference")
                .put("reference", organizations.get(request.path("organization").asText()));
        list.addObject()
                .put("name", "purpose")
                .putObject("valueCoding")
                .put("system", "http://terminology.hl7.org/CodeSystem/v3-ActReason")
                .put("code", request.path("purpose").asText());
        Response answer = north.as("privacy-officer")
                .contentType(FhirRecords.FHIR_JSON)
                .accept(FhirRecords.FHIR_JSON)
                .body(parameters.toString())
                .post("/fhir/r4/Consent/$explain");
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        return FhirRecords.parse(answer);
    }

    /** What is said of a study under a name; empty if nothing is. */
    private static String part(JsonNode explained, Study study, String name) {
        for (JsonNode parameter : explained.path("parameter")) {
            if (parameter.findValuesAsText("value").contains("urn:oid:" + study.uid())) {
                for (JsonNode part : parameter.path("part")) {
                    if (part.path("name").asText().equals(name)) {
                        return part.path("valueCode").asText();
                    }
                }
            }
        }
        return "";
    }

    private void assertSeen(JsonNode request, Study study) {
        Hospital hospital =
                requireNonNull(hospitals.get(request.path("organization").asText()));
        boolean permitted = request.path("expect").asText().equals("permit");
        assertThat(hospital.searchStatus(study.uid()))
                .as("DICOMweb: %s", request)
                .isEqualTo(permitted ? 200 : 204);
        assertThat(hospital.as("clinician")
                        .accept("application/dicom+json")
                        .get("/dicomweb/studies/" + study.uid() + "/metadata")
                        .statusCode())
                .as("DICOMweb metadata: %s", request)
                .isEqualTo(permitted ? 200 : 404);
        assertThat(new FhirRecords(hospital)
                        .search("clinician", "ImagingStudy?identifier=urn:dicom:uid|urn:oid:" + study.uid())
                        .path("total")
                        .asInt())
                .as("FHIR: %s", request)
                .isEqualTo(permitted ? 1 : 0);
    }
}
