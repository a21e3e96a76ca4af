package org.assent.requirements;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./assent requirements}. Exit codes: 0 nothing asked about is open, 1 something is, 2 wrong use. */
@Command(name = "requirements")
public final class RequirementsCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Parameters(arity = "0..*", paramLabel = "PREFIX")
    private List<String> prefixes = new ArrayList<>();

    @Option(names = "--json")
    private boolean json;

    @Option(names = "--open")
    private boolean openOnly;

    @Option(names = "--root", hidden = true)
    private Path root = Path.of(System.getProperty("assent.root", "."));

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** A requirement, how it stands, and how its test went. */
    private record Line(Requirement requirement, Standing standing, Result result) {

        String test() {
            return standing instanceof Standing.Green green ? green.shortName() : "-";
        }

        String outcome() {
            return standing instanceof Standing.Green ? result.toString() : "-";
        }
    }

    /** Runs it and ends the process. */
    public static void main(String[] arguments) {
        System.exit(execute(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                arguments));
    }

    /** Runs it. */
    static int execute(PrintWriter out, PrintWriter err, String... arguments) {
        CommandLine command =
                new CommandLine(new RequirementsCommand()).setOut(out).setErr(err);
        command.setParameterExceptionHandler((wrong, words) -> {
            err.println("assent: " + wrong.getMessage());
            err.println("Try: ./assent help requirements");
            return CommandLine.ExitCode.USAGE;
        });
        command.setExecutionExceptionHandler((failure, called, parsed) -> {
            err.println("assent: " + failure.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        });
        return command.execute(arguments);
    }

    @Override
    public Integer call() throws IOException {
        List<Line> asked = lines();
        List<Line> open =
                asked.stream().filter(line -> !line.standing().isClosed()).toList();
        List<Line> shown = openOnly ? open : asked;
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            for (Line line : shown) {
                out.println(asJson(line));
            }
        } else {
            print(out, shown);
            out.println(summary(asked));
        }
        if (!open.isEmpty()) {
            spec.commandLine()
                    .getErr()
                    .printf("%d %s neither green nor not-offered%n", open.size(), open.size() == 1 ? "is" : "are");
        }
        return open.isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private List<Line> lines() throws IOException {
        Path docs = root.resolve("docs");
        List<Requirement> requirements = RequirementList.read(docs.resolve("requirements.tsv"));
        for (String prefix : prefixes) {
            if (requirements.stream().noneMatch(one -> one.id().startsWith(prefix))) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(), "no requirement has an id that begins with " + prefix);
            }
        }
        Map<String, Standing> standings = StandardsMap.read(docs.resolve("standards-map.yml")).stream()
                .collect(Collectors.toMap(MapEntry::id, MapEntry::standing, (one, other) -> one));
        TestResults results = TestResults.read(root);
        return requirements.stream()
                .filter(one -> prefixes.isEmpty() || prefixes.stream().anyMatch(one.id()::startsWith))
                .map(one -> {
                    Standing standing = standings.getOrDefault(one.id(), new Standing.Later("not in the map"));
                    return new Line(
                            one,
                            standing,
                            standing instanceof Standing.Green green
                                    ? results.of(green.className(), green.test())
                                    : Result.NOT_RUN);
                })
                .toList();
    }

    private static void print(PrintWriter out, List<Line> lines) {
        int ids = width(lines, line -> line.requirement().id());
        int tests = width(lines, Line::test);
        String format = "%-" + ids + "s  %-6s  %-11s  %-" + tests + "s  %-7s  %s%n";
        for (Line line : lines) {
            out.printf(
                    format,
                    line.requirement().id(),
                    line.requirement().level(),
                    line.standing().word(),
                    line.test(),
                    line.outcome(),
                    line.requirement().title());
        }
    }

    private static int width(List<Line> lines, Function<Line, String> column) {
        return lines.stream().map(column).mapToInt(String::length).max().orElse(1);
    }

    private static String summary(List<Line> lines) {
        return lines.size() + " requirements: "
                + List.of("green", "later", "not-offered").stream()
                        .map(word -> lines.stream()
                                        .filter(line -> line.standing().word().equals(word))
                                        .count() + " " + word)
                        .collect(Collectors.joining(", "));
    }

    private static String asJson(Line line) {
        ObjectNode node = JSON.createObjectNode()
                .put("id", line.requirement().id())
                .put("level", line.requirement().level().name())
                .put("status", line.standing().word())
                .put("title", line.requirement().title());
        switch (line.standing()) {
            case Standing.Green green ->
                node.put("class", green.className())
                        .put("test", green.test())
                        .put("result", line.result().toString());
            case Standing.Later later -> node.put("reason", later.reason());
            case Standing.NotOffered not -> node.put("reason", not.reason());
        }
        return node.toString();
    }
}
