package org.assent.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The commands of the README do what it says. */
@ExtendWith(RunningSites.class)
class ReadmeTest {

    private static final Path ROOT =
            Path.of(System.getProperty("assent.root", "..")).toAbsolutePath().normalize();
    private static final String TOKEN = "T=$(./assent token --site north --as clinician)";
    private static final String CURL = "curl -H \"Authorization: Bearer $T\" http://127.0.0.1:8101/dicomweb/studies";

    @Test
    void shouldListTheStudiesWhenTheLinesOfTheReadmeAreTyped(FourSites sites) throws IOException {
        assumeTrue(
                Script.run(ROOT, Duration.ofSeconds(20), List.of("sh", "-c", "command -v curl"))
                                .exitCode()
                        == 0,
                "curl is not installed");
        Study study = Modality.phantom("README", 701, 1);
        Modality.store(sites.north(), study);
        assertThat(Files.readString(ROOT.resolve("README.md"))).contains(TOKEN + "\n" + CURL);

        Script.Outcome outcome = Script.run(ROOT, Duration.ofMinutes(1), List.of("sh", "-c", """
                export ASSENT_HOME='%s'
                %s
                %s
                """.formatted(
                        sites.home(),
                        TOKEN,
                        CURL.replace("8101", String.valueOf(sites.north().port())))));

        assertThat(outcome.exitCode()).as(outcome.complaint()).isZero();
        assertThat(outcome.printed()).contains(study.uid());
    }

    @Test
    void shouldTellHowTheFourSitesAreWhenAskedForTheStatus(FourSites sites) {
        JsonNode status = sites.status().path("sites");
        String forPeople = sites.assent("status");

        assertThat(status).hasSize(4);
        assertThat(status).allSatisfy(site -> {
            assertThat(site.path("ready").asBoolean()).isTrue();
            assertThat(site.at("/readiness/ledger/height").asLong()).isPositive();
        });
        assertThat(status.findValuesAsText("address"))
                .contains("http://localhost:" + sites.north().port());
        assertThat(forPeople.lines().limit(4)).hasSize(4).allMatch(line -> line.contains(" ready "));
        assertThat(forPeople).contains("validators take part");
    }

    @Test
    void shouldPrintATokenAndNothingElseWhenAskedForOne(FourSites sites) {
        for (String role : List.of("clinician", "ehr", "modality", "privacy-officer")) {
            assertThat(sites.assent("token", "--site", "south", "--as", role))
                    .matches("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\n");
        }
    }
}
