package org.assent.requirements;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequirementsCommandTest {

    @TempDir
    private Path root;

    private record Outcome(int exitCode, List<String> out, String err) {}

    @BeforeEach
    void write() throws IOException {
        Path docs = Files.createDirectories(root.resolve("docs"));
        Files.writeString(docs.resolve("requirements.tsv"), """
                id\tlevel\ttitle
                XY-01\tMUST\tit holds
                XY-02\tSHOULD\tit holds twice
                Z-01\tMAY\tit is more
                """);
        Files.writeString(docs.resolve("standards-map.yml"), """
                - {id: XY-01, level: MUST, status: green, class: org.example.OneTest, test: shouldHold}
                - {id: XY-02, level: SHOULD, status: later, reason: 'Some title: half of it'}
                - {id: Z-01, level: MAY, status: not-offered, reason: nobody asks for it}
                """);
        Path reports = Files.createDirectories(root.resolve("one/target/surefire-reports"));
        Files.writeString(
                reports.resolve("TEST-org.example.OneTest.xml"),
                "<testsuite><testcase name=\"shouldHold\" classname=\"org.example.OneTest\"/></testsuite>");
    }

    @Test
    void shouldPrintATableAndSayWhatIsOpen() {
        Outcome outcome = run();

        assertThat(outcome.out())
                .containsExactly(
                        "XY-01  MUST    green        OneTest.shouldHold  passed   it holds",
                        "XY-02  SHOULD  later        -                   -        it holds twice",
                        "Z-01   MAY     not-offered  -                   -        it is more",
                        "3 requirements: 1 green, 1 later, 1 not-offered");
        assertThat(outcome.err()).contains("1 is neither green nor not-offered");
        assertThat(outcome.exitCode()).isEqualTo(1);
    }

    @Test
    void shouldEndWithZeroWhenNothingOfThePrefixesIsOpen() {
        Outcome outcome = run("XY-01", "Z");

        assertThat(outcome.out()).hasSize(3).last().isEqualTo("2 requirements: 1 green, 0 later, 1 not-offered");
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.err()).isEmpty();
    }

    @Test
    void shouldShowOnlyWhatIsOpenWhenAsked() {
        assertThat(run("--open").out())
                .containsExactly(
                        "XY-02  SHOULD  later        -  -        it holds twice",
                        "3 requirements: 1 green, 1 later, 1 not-offered");
    }

    @Test
    void shouldPrintOneObjectALineWhenAskedForJson() throws IOException {
        Outcome outcome = run("--json");

        assertThat(outcome.out()).hasSize(3);
        JsonNode green = new ObjectMapper().readTree(outcome.out().get(0));
        JsonNode later = new ObjectMapper().readTree(outcome.out().get(1));
        assertThat(green.path("result").asText()).isEqualTo("passed");
        assertThat(green.path("class").asText()).isEqualTo("org.example.OneTest");
        assertThat(later.path("reason").asText()).isEqualTo("Some title: half of it");
    }

    @Test
    void shouldHintAndEndWithTwoWhenUsedWrongly() {
        assertThat(run("NO").exitCode()).isEqualTo(2);
        assertThat(run("NO").err()).contains("no requirement has an id that begins with NO", "Try: ./assent help");
        assertThat(run("--fast").exitCode()).isEqualTo(2);
    }

    @Test
    void shouldSayWhatIsWrongWhenTheMapIsNone() throws IOException {
        Files.writeString(root.resolve("docs/standards-map.yml"), "- {");

        Outcome outcome = run();

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).startsWith("assent: ").contains("standards-map.yml");
    }

    private Outcome run(String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = RequirementsCommand.execute(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                Stream.concat(Stream.of("--root", root.toString()), Stream.of(words))
                        .toArray(String[]::new));
        return new Outcome(exitCode, out.toString().lines().toList(), err.toString());
    }
}
