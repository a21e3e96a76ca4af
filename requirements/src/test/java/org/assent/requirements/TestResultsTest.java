package org.assent.requirements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestResultsTest {

    @TempDir
    private Path root;

    @Test
    void shouldTellTheWorstOfAllRunsOfATest() throws IOException {
        write("one", "A", """
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuite name="org.example.A" tests="7">
                  <properties><property name="x" value="y"/></properties>
                  <testcase name="shouldPass" classname="org.example.A" time="0.1"><system-out>said</system-out></testcase>
                  <testcase name="shouldBeOf(String, int)[1]" classname="org.example.A"/>
                  <testcase name="shouldBeOf(String, int)[2]" classname="org.example.A"><failure message="x">y</failure></testcase>
                  <testcase name="shouldBreak{Path}" classname="org.example.A"><error type="x"/></testcase>
                  <testcase name="shouldWait" classname="org.example.A"><skipped message="no peer"/></testcase>
                  <testcase name="shouldHoldInside" classname="org.example.A$Inner"/>
                </testsuite>
                """);
        write("other", "B", """
                <testsuite><testcase name="" classname="org.example.B"><error>before all</error></testcase></testsuite>
                """);

        TestResults results = TestResults.read(root);

        assertThat(results.of("org.example.A", "shouldPass")).isEqualTo(Result.PASSED);
        assertThat(results.of("org.example.A", "shouldBeOf")).isEqualTo(Result.FAILED);
        assertThat(results.of("org.example.A", "shouldBreak")).isEqualTo(Result.FAILED);
        assertThat(results.of("org.example.A", "shouldWait")).isEqualTo(Result.SKIPPED);
        assertThat(results.of("org.example.A$Inner", "shouldHoldInside")).isEqualTo(Result.PASSED);
        assertThat(results.of("org.example.B", "shouldNeverBegin")).isEqualTo(Result.FAILED);
        assertThat(results.of("org.example.A", "shouldBeElsewhere")).isEqualTo(Result.NOT_RUN);
        assertThat(results.of("org.example.C", "shouldPass")).isEqualTo(Result.NOT_RUN);
    }

    @Test
    void shouldNameTheReportWhenItIsNoXml() throws IOException {
        write("one", "A", "<testsuite><testcase");

        assertThatThrownBy(() -> TestResults.read(root))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("TEST-A.xml");
    }

    private void write(String module, String name, String text) throws IOException {
        Path reports = Files.createDirectories(root.resolve(module).resolve("target/surefire-reports"));
        Files.writeString(reports.resolve("TEST-" + name + ".xml"), text.strip());
    }
}
