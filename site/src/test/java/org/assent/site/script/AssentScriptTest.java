package org.assent.site.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AssentScriptTest {

    private static final Path ROOT =
            Path.of(System.getProperty("assent.root", "..")).toAbsolutePath().normalize();

    @TempDir
    Path folder;

    private record Outcome(int exitCode, String out, String err) {}

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo",
                "test",
                "requirements",
                "bench",
                "soak",
                "build",
                "site",
                "ledger",
                "invite",
                "join",
                "approve",
                "suspend",
                "client",
                "user",
                "token",
                "status",
                "doctor",
                "verify",
                "verify-log"
            })
    void shouldExplainACommandWhenAskedForHelp(String command) throws Exception {
        Outcome help = assent(Map.of(), "help", command);
        Outcome option = assent(Map.of(), command, "--help");

        assertThat(help.exitCode()).isZero();
        assertThat(help.out()).startsWith("./assent " + command);
        assertThat(option).isEqualTo(help);
    }

    @ParameterizedTest
    @CsvSource({
        "frobnicate, there is no command 'frobnicate'",
        "build now, build takes no argument",
        "test --tag, --tag needs a tag",
        "test --fast, test knows --tag ID and --list",
        "test --tag No-Such-Tag, no test has the tag No-Such-Tag",
        "test --tag a|b, 'a tag is made of letters, digits, dots and dashes'"
    })
    void shouldHintAndEndWithTwoWhenUsedWrongly(String words, String hint) throws Exception {
        Outcome outcome = assent(Map.of(), words.split(" ", -1));

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains(hint).contains("Try: ./assent help");
        assertThat(outcome.out()).isEmpty();
    }

    @Test
    void shouldListTagsWithTheirTestsWhenAsked() throws Exception {
        Outcome outcome = assent(Map.of(), "test", "--list");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out().lines()).anyMatch(line -> line.matches("L\\d+ +\\d+ +\\w.*Test.*"));
    }

    @Test
    void shouldNameEverythingThatIsMissingWhenTheMachineHasNothing() throws Exception {
        Outcome outcome = shell("find_jdk; find_maven; find_go; find_node; report_missing", Map.of("PATH", tools()));

        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.err()).contains("Maven 3.8 or newer", "Node 20 or newer", "npm, which comes with Node");
    }

    @ParameterizedTest
    @CsvSource({"25.0.3, 21.0.5, 25.0.3", "21.0.5, 17.0.15, 21.0.5", "28-ea, 25, 25", "1.8.0_402, 24.0.1, 24.0.1"})
    void shouldChooseTheBestJdkWhenSeveralAreThere(String one, String other, String best) throws Exception {
        jdk("one", one);
        jdk("other", other);

        Outcome outcome = shell(
                "jdk_folders() { printf '%s\\n' \"$JDKS/one\" \"$JDKS/other\"; }; unset JAVA_HOME; find_jdk; cat \"$JAVA_HOME/release\"",
                Map.of("JDKS", folder.toString()));

        assertThat(outcome.out()).contains("JAVA_VERSION=\"" + best + "\"");
    }

    @Test
    void shouldTakeTheGivenJdkWhenItIsNewEnough() throws Exception {
        Path given = jdk("given", "21.0.5");

        Outcome outcome = shell("find_jdk; echo \"$JAVA_HOME\"", Map.of("JAVA_HOME", given.toString()));

        assertThat(outcome.out().strip()).isEqualTo(given.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "3.8.7, 3.8, yes",
        "3.6.3, 3.8, no",
        "4.0.0, 3.8, yes",
        "1.25, 1.25, yes",
        "1.9.1, 1.25, no",
        "20, 20.0, yes"
    })
    void shouldCompareVersionsByNumberWhenLookingForTools(String version, String least, String enough)
            throws Exception {
        Outcome outcome = shell("at_least %s %s && echo yes || echo no".formatted(version, least), Map.of());

        assertThat(outcome.out().strip()).isEqualTo(enough);
    }

    @Test
    void shouldTakeOverTheLockWhenItsHolderIsDead() throws Exception {
        Files.createDirectories(folder.resolve("build/lock"));
        Files.writeString(folder.resolve("build/lock/pid"), "999999999");

        Outcome outcome = shell("lock; cat \"$BUILD/lock/pid\"; unlock; ls \"$BUILD\"", Map.of());

        assertThat(outcome.out().strip()).matches("\\d+");
    }

    @Test
    void shouldShowTheEndOfTheLogWhenAStepFails() throws Exception {
        Outcome outcome = shell("step broken 'Doing it' sh -c 'echo the reason; exit 7'", Map.of());

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains("this step failed: Doing it", "the reason", "build/log/broken.log");
    }

    @Test
    void shouldSumUpReportsAndPeersWhenTestsHaveRun() throws Exception {
        Path reports = Files.createDirectories(folder.resolve("ledger/target/surefire-reports"));
        Files.writeString(
                reports.resolve("TEST-org.assent.A.xml"),
                "<?xml version=\"1.0\"?>\n<testsuite xmlns:xsi=\"x\" version=\"3\" name=\"org.assent.A\" time=\"1,012.5\""
                        + " tests=\"7\" errors=\"1\" skipped=\"2\" failures=\"1\" flakes=\"0\">\n</testsuite>");
        Files.createDirectories(folder.resolve("build/peers"));
        Files.writeString(folder.resolve("build/peers/ran-python"), "");
        Files.writeString(folder.resolve("build/peers/missing-dcmtk"), "apt-get install dcmtk");
        Files.writeString(folder.resolve("build/peers/missing-chromium"), "apt-get install chromium");

        Outcome outcome = shell("sum_up; failures", Map.of());

        assertThat(outcome.out())
                .contains("1012.5  org.assent.A  (ledger)")
                .contains("peer dcmtk is missing; install it with: apt-get install dcmtk")
                .contains("peers: 1 ran, 2 missing (chromium, dcmtk)")
                .contains("3 passed, 2 failed, 2 skipped")
                .endsWith("2\n");
    }

    private Path jdk(String name, String version) throws IOException {
        Path home = folder.resolve(name);
        Files.createDirectories(home.resolve("bin"));
        Files.createFile(
                home.resolve("bin/javac"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    /** A PATH with the everyday tools and nothing to build with. */
    private String tools() throws IOException {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        for (String tool : List.of("sh", "sed", "awk", "uname", "cat", "tr", "cut")) {
            for (String place : List.of("/bin", "/usr/bin")) {
                Path original = Path.of(place, tool);
                if (Files.exists(original) && Files.notExists(bin.resolve(tool))) {
                    Files.createSymbolicLink(bin.resolve(tool), original);
                }
            }
        }
        return bin.toString();
    }

    private Outcome assent(Map<String, String> environment, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(ROOT.resolve("assent").toString()));
        command.addAll(List.of(words));
        return run(command, environment);
    }

    /** Runs lines with the script's functions, in a build folder of the test's own. */
    private Outcome shell(String lines, Map<String, String> environment) throws Exception {
        String parts = """
                set -eu
                ROOT='%s'; BUILD=$ROOT/build; LOGS=$BUILD/log; PEERS=$BUILD/peers
                wrong_use() { echo "$1" >&2; exit 2; }
                for part in toolchain step build test; do . '%s'/tools/assent/$part.sh; done
                %s
                """.formatted(folder, ROOT, lines);
        return run(List.of("sh", "-c", parts), environment);
    }

    private Outcome run(List<String> command, Map<String, String> environment) throws Exception {
        Path out = Files.createTempFile(folder, "out", "");
        Path err = Files.createTempFile(folder, "err", "");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
        return new Outcome(process.exitValue(), read(out), read(err));
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
