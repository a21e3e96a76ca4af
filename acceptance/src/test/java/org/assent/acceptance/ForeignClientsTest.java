package org.assent.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assent.testsupport.Peers;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The DICOMweb clients of PyPI and npm, unmodified: at the site that has a study, and at one that may see it. */
@Tag("story")
@ExtendWith(RunningSites.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForeignClientsTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int SLICES = 6;
    private static final int PIXEL_BYTES = 512 * 512 * 2;

    private Hospital north;
    private Hospital south;
    private Study study;

    @BeforeAll
    void begin(FourSites sites) {
        north = sites.north();
        south = sites.south();
        study = Modality.phantom("CLIENTS-1", 301, SLICES);
        Modality.store(north, study);
        new FhirRecords(north).permit(study, "South");
        await().atMost(Duration.ofSeconds(20)).until(() -> south.searchStatus(study.uid()) == 200);
    }

    @Test
    @Tag("peer-python")
    void shouldAnswerEveryCallOfThePythonLibrary() {
        Path python = Peers.python();

        for (Hospital hospital : List.of(north, south)) {
            Script.Outcome outcome = run(
                    python.toString(),
                    ForeignClients.python("dicomweb_client_calls.py").toString(),
                    hospital.base() + "/dicomweb",
                    hospital.token("clinician"),
                    study.uid());

            JsonNode found = outcome.json();
            assertThat(outcome.exitCode()).as(found.toString()).isZero();
            assertThat(found.path("search_for_studies").asInt()).isEqualTo(1);
            assertThat(found.path("search_for_instances").asInt()).isEqualTo(SLICES);
            assertThat(found.path("retrieve_study_metadata").asInt()).isEqualTo(SLICES);
            assertThat(found.path("retrieve_series_metadata").asInt()).isEqualTo(SLICES);
            assertThat(found.path("retrieve_instance_metadata").asInt()).isGreaterThan(30);
            assertThat(found.path("retrieve_instance").asInt()).isEqualTo(PIXEL_BYTES);
            assertThat(found.path("retrieve_instance_frames").asInt()).isEqualTo(PIXEL_BYTES);
            assertThat(found.path("retrieve_series").asInt()).isEqualTo(SLICES);
        }
    }

    @Test
    @Tag("peer-python")
    void shouldAnswerThePythonCommandLine(@TempDir Path folder) throws IOException {
        Path command = Peers.python().resolveSibling("dicomweb_client");
        String one = study.instances().get(2);

        for (Hospital hospital : List.of(north, south)) {
            Path saved = Files.createDirectory(folder.resolve(hospital.name()));
            String found = dicomwebClient(
                    command, hospital, "search", "studies", "--filter", "StudyInstanceUID=" + study.uid());
            dicomwebClient(command, hospital, instance(one, "full", "--save", "--output-dir", saved.toString()));
            dicomwebClient(
                    command,
                    hospital,
                    instance(one, "frames", "--numbers", "1", "--save", "--output-dir", saved.toString()));

            assertThat(found).contains(study.uid());
            assertThat(saved.resolve(one + ".dcm")).isNotEmptyFile();
            assertThat(saved.resolve(one + "_1.dat")).hasBinaryContent(study.pixels(2));
        }
        assertThat(dicomwebClient(command, north, "search", "studies")).contains(study.uid());
    }

    @Test
    @Tag("peer-python")
    void shouldStoreWhatThePythonCommandLineSends(@TempDir Path folder) {
        Path command = Peers.python().resolveSibling("dicomweb_client");
        Study sent = Modality.phantom("CLIENTS-2", 302, 2);
        sent.writeTo(folder);

        dicomwebClient(
                command,
                north,
                "store",
                "instances",
                folder.resolve(Study.fileName(0)).toString(),
                folder.resolve(Study.fileName(1)).toString());

        JsonNode resource = new FhirRecords(north).availableStudy(sent);
        assertThat(resource.path("numberOfSeries").asInt()).isEqualTo(1);
    }

    @Test
    @Tag("ON-04")
    void shouldAnswerEveryCallOfTheNpmLibrary(@TempDir Path folder) {
        Study sent = Modality.phantom("CLIENTS-3", 303, 1);
        sent.writeTo(folder);
        Path file = folder.resolve(Study.fileName(0));

        JsonNode atNorth = npmCalls(north, file.toString());
        JsonNode atSouth = npmCalls(south);

        assertThat(atNorth.path("storeInstances").asBoolean()).isTrue();
        assertThat(north.searchStatus(sent.uid())).isEqualTo(200);
        for (JsonNode found : List.of(atNorth, atSouth)) {
            assertThat(found.path("searchForStudies").asInt()).isEqualTo(1);
            assertThat(found.path("searchForInstances").asInt()).isEqualTo(SLICES);
            assertThat(found.path("retrieveStudyMetadata").asInt()).isEqualTo(SLICES);
            assertThat(found.path("retrieveSeriesMetadata").asInt()).isEqualTo(SLICES);
            assertThat(found.path("retrieveInstanceMetadata").asInt()).isGreaterThan(30);
            assertThat(found.path("retrieveInstance").asInt()).isGreaterThan(PIXEL_BYTES);
            assertThat(found.path("retrieveInstanceFrames").asInt()).isEqualTo(PIXEL_BYTES);
            assertThat(found.path("retrieveSeries").asInt()).isEqualTo(SLICES);
        }
    }

    private JsonNode npmCalls(Hospital hospital, String... more) {
        List<String> command = new ArrayList<>(List.of(
                "node",
                ForeignClients.npm().resolve("dicomweb-client.mjs").toString(),
                hospital.base() + "/dicomweb",
                hospital.token("clinician"),
                study.uid()));
        command.addAll(List.of(more));
        Script.Outcome outcome = run(command.toArray(String[]::new));
        assertThat(outcome.exitCode())
                .as(outcome.printed() + outcome.complaint())
                .isZero();
        return outcome.json();
    }

    private String[] instance(String uid, String... more) {
        List<String> words = new ArrayList<>(List.of(
                "retrieve", "instances", "--study", study.uid(), "--series", study.series(), "--instance", uid));
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    /** Runs the command line of the Python package as its manual says; what it prints. */
    private static String dicomwebClient(Path command, Hospital hospital, String... arguments) {
        List<String> words = new ArrayList<>(List.of(
                command.toString(),
                "--url",
                hospital.base() + "/dicomweb",
                "--bearer-token",
                hospital.token("clinician")));
        words.addAll(List.of(arguments));
        Script.Outcome outcome = run(words.toArray(String[]::new));
        assertThat(outcome.exitCode())
                .as(outcome.printed() + outcome.complaint())
                .isZero();
        return outcome.printed();
    }

    private static Script.Outcome run(String... command) {
        return Script.run(Path.of("target").toAbsolutePath(), PATIENCE, List.of(command));
    }
}
