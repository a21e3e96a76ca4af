package org.assent.requirements;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Whether the map fits the list, the tests and the decisions.
 *
 * @param adrs the texts of the decision records
 */
public record MapCheck(List<Requirement> requirements, List<MapEntry> map, List<TaggedTest> tests, List<String> adrs) {

    /** What brings the requirements that come later. */
    public static final List<String> TITLES = List.of(
            "Consent, authorization and audit as IHE and SMART define them",
            "DICOMweb, complete and conformant",
            "What flows besides pixels");

    /** Keeps copies. */
    public MapCheck {
        requirements = List.copyOf(requirements);
        map = List.copyOf(map);
        tests = List.copyOf(tests);
        adrs = List.copyOf(adrs);
    }

    /** What does not fit, one sentence each; empty if all is well. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        Map<String, Level> levels =
                requirements.stream().collect(Collectors.toMap(Requirement::id, Requirement::level));
        Map<String, List<TaggedTest>> byName =
                tests.stream().collect(Collectors.groupingBy(test -> test.className() + "." + test.method()));
        Set<String> classes = tests.stream().map(TaggedTest::className).collect(Collectors.toSet());
        Set<String> mapped = new HashSet<>();
        for (MapEntry entry : map) {
            Level level = levels.get(entry.id());
            if (level == null) {
                problems.add(entry.id() + " is not in the list");
            } else if (level != entry.level()) {
                problems.add(entry.id() + " is a " + level + " in the list and a " + entry.level() + " in the map");
            }
            if (!mapped.add(entry.id())) {
                problems.add(entry.id() + " is in the map twice");
            }
            problem(entry, byName, classes).map(what -> entry.id() + " " + what).ifPresent(problems::add);
        }
        requirements.stream()
                .map(Requirement::id)
                .filter(id -> !mapped.contains(id))
                .map(id -> id + " is not in the map")
                .forEach(problems::add);
        return problems;
    }

    /** Green requirements whose test a run has skipped or failed. Of what was not run nothing is said. */
    public List<String> broken(TestResults results) {
        List<String> problems = new ArrayList<>();
        for (MapEntry entry : map) {
            if (entry.standing() instanceof Standing.Green green) {
                Result result = results.of(green.className(), green.test());
                if (result == Result.SKIPPED || result == Result.FAILED) {
                    problems.add(entry.id() + " is green, and its test was " + result + ": " + green.shortName());
                }
            }
        }
        return problems;
    }

    private Optional<String> problem(MapEntry entry, Map<String, List<TaggedTest>> byName, Set<String> classes) {
        return switch (entry.standing()) {
            case Standing.Green green -> ofTest(entry.id(), green, byName, classes);
            case Standing.Later later -> ofLater(later);
            case Standing.NotOffered not -> ofLeftOut(entry, not);
        };
    }

    private static Optional<String> ofTest(
            String id, Standing.Green green, Map<String, List<TaggedTest>> byName, Set<String> classes) {
        if (!classes.contains(green.className())) {
            return Optional.of("names a class that has no tests: " + green.className());
        }
        List<TaggedTest> named = byName.getOrDefault(green.className() + "." + green.test(), List.of());
        if (named.isEmpty()) {
            return Optional.of("names a test that is not there: " + green.shortName());
        }
        return named.stream().anyMatch(test -> test.tags().contains(id))
                ? Optional.empty()
                : Optional.of("names a test without its tag: " + green.shortName());
    }

    private static Optional<String> ofLater(Standing.Later later) {
        if (later.reason().isEmpty()) {
            return Optional.of("comes later, and nothing says what is missing");
        }
        return TITLES.stream().anyMatch(title -> later.reason().startsWith(title + ": "))
                ? Optional.empty()
                : Optional.of("comes later, and its reason begins with no known title: " + later.reason());
    }

    private Optional<String> ofLeftOut(MapEntry entry, Standing.NotOffered not) {
        if (not.reason().isEmpty()) {
            return Optional.of("is not offered, and nothing says why");
        }
        Pattern named = Pattern.compile("(?<![A-Z0-9-])" + Pattern.quote(entry.id()) + "(?![A-Za-z0-9-])");
        return entry.level() != Level.MUST
                        || adrs.stream().anyMatch(text -> named.matcher(text).find())
                ? Optional.empty()
                : Optional.of("is a MUST that is not offered, and no decision record names it");
    }
}
