package org.assent.requirements;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The list, the map and the tests of this repository say the same. */
class StandardsMapTest {

    private static final Path ROOT =
            Path.of(System.getProperty("assent.root", "..")).toAbsolutePath().normalize();

    @Test
    void shouldFitTheListTheTestsAndTheDecisionsWhenTheMapIsRead() throws IOException {
        assertThat(check().problems()).isEmpty();
    }

    /** Results are those of this run: {@code ./assent test} removes older reports, and this module is the last. */
    @Test
    @EnabledIfEnvironmentVariable(named = "ASSENT_PEERS", matches = "required")
    void shouldHavePassedWhenARequirementIsGreenAndItsTestWasRun() throws IOException {
        assertThat(check().broken(TestResults.read(ROOT))).isEmpty();
    }

    private static MapCheck check() throws IOException {
        Path docs = ROOT.resolve("docs");
        return new MapCheck(
                RequirementList.read(docs.resolve("requirements.tsv")),
                StandardsMap.read(docs.resolve("standards-map.yml")),
                TestSources.read(ROOT),
                texts(docs.resolve("adr")));
    }

    private static List<String> texts(Path folder) throws IOException {
        List<String> texts = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".md"))
                    .sorted()
                    .toList()) {
                texts.add(Files.readString(file));
            }
        }
        return texts;
    }
}
