package org.assent.requirements;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MapCheckTest {

    private static final String CLASS = "org.example.OneTest";

    private static final List<Requirement> LIST = List.of(new Requirement("XY-01", Level.MUST, "something"));

    private static final List<TaggedTest> TESTS =
            List.of(new TaggedTest(CLASS, "shouldHold", Set.of("XY-01")), new TaggedTest(CLASS, "shouldToo", Set.of()));

    @Test
    void shouldFindNothingWhenAllFits() {
        assertThat(problems(must(green("shouldHold")))).isEmpty();
        assertThat(problems(must(new Standing.Later("DICOMweb, complete and conformant: half of it"))))
                .isEmpty();
        assertThat(problemsOf(
                        List.of(new Requirement("XY-01", Level.MAY, "something")),
                        List.of(new MapEntry("XY-01", Level.MAY, new Standing.NotOffered("nobody asks for it"))),
                        ""))
                .isEmpty();
    }

    @Test
    void shouldNameTheIdWhenListAndMapDiffer() {
        assertThat(problemsOf(LIST, List.of(), "")).containsExactly("XY-01 is not in the map");
        assertThat(problems(must(green("shouldHold")), new MapEntry("XY-02", Level.MAY, new Standing.NotOffered("x"))))
                .containsExactly("XY-02 is not in the list");
        assertThat(problems(new MapEntry("XY-01", Level.MAY, green("shouldHold"))))
                .containsExactly("XY-01 is a MUST in the list and a MAY in the map");
        assertThat(problems(must(green("shouldHold")), must(green("shouldHold"))))
                .containsExactly("XY-01 is in the map twice");
    }

    @Test
    void shouldNameTheTestWhenItIsNotThereOrLacksTheTag() {
        assertThat(problems(must(new Standing.Green("org.example.NoTest", "shouldHold", ""))))
                .containsExactly("XY-01 names a class that has no tests: org.example.NoTest");
        assertThat(problems(must(green("shouldNot"))))
                .containsExactly("XY-01 names a test that is not there: OneTest.shouldNot");
        assertThat(problems(must(green("shouldToo"))))
                .containsExactly("XY-01 names a test without its tag: OneTest.shouldToo");
    }

    @Test
    void shouldWantAReasonWhenARequirementIsNotGreen() {
        assertThat(problems(must(new Standing.Later(""))))
                .containsExactly("XY-01 comes later, and nothing says what is missing");
        assertThat(problems(must(new Standing.Later("some day"))))
                .containsExactly("XY-01 comes later, and its reason begins with no known title: some day");
        assertThat(problems(must(new Standing.NotOffered(""))))
                .containsExactly("XY-01 is not offered, and nothing says why");
    }

    @Test
    void shouldWantADecisionRecordThatNamesTheIdWhenAMustIsLeftOut() {
        List<MapEntry> map = List.of(must(new Standing.NotOffered("nobody asks for it")));

        assertThat(problemsOf(LIST, map, "We leave out XY-01.")).isEmpty();
        for (String text : List.of("We leave out XY-012.", "We leave out AXY-01.", "We leave out A-XY-01.", "")) {
            assertThat(problemsOf(LIST, map, text))
                    .as(text)
                    .containsExactly("XY-01 is a MUST that is not offered, and no decision record names it");
        }
    }

    @Test
    void shouldNameWhatARunHasSkippedOrFailedAndNothingThatWasNotRun(@TempDir Path root) throws IOException {
        MapCheck check = new MapCheck(LIST, List.of(must(green("shouldHold"))), TESTS, List.of());
        assertThat(check.broken(TestResults.read(root))).isEmpty();

        Path reports = Files.createDirectories(root.resolve("module/target/surefire-reports"));
        for (String end : List.of("/>", "><skipped/></testcase>", "><failure>no</failure></testcase>")) {
            Files.writeString(
                    reports.resolve("TEST-" + CLASS + ".xml"),
                    "<testsuite><testcase name=\"shouldHold\" classname=\"" + CLASS + "\"" + end + "</testsuite>");

            List<String> broken = check.broken(TestResults.read(root));

            if (end.equals("/>")) {
                assertThat(broken).isEmpty();
            } else {
                assertThat(broken).singleElement().asString().startsWith("XY-01 is green, and its test was ");
            }
        }
    }

    private static MapEntry must(Standing standing) {
        return new MapEntry("XY-01", Level.MUST, standing);
    }

    private static Standing green(String test) {
        return new Standing.Green(CLASS, test, "");
    }

    private static List<String> problems(MapEntry... entries) {
        return problemsOf(LIST, List.of(entries), "");
    }

    private static List<String> problemsOf(List<Requirement> list, List<MapEntry> map, String adr) {
        return new MapCheck(list, map, TESTS, List.of(adr)).problems();
    }
}
