package org.assent.abci.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same chain on other Java virtual machines: another locale, zone, charset, another JDK, another compiler. */
@Tag("L1")
@Tag("TH-05")
class DeterminismTest {

    private static final int BLOCKS = 60;

    @TempDir
    private Path folder;

    @Test
    void shouldReachTheSameHashUnderAnotherLocaleZoneAndCharset() throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");

        List<String> turkish = run(
                java,
                "-Duser.language=tr",
                "-Duser.country=TR",
                "-Duser.timezone=Pacific/Chatham",
                "-Dfile.encoding=ISO-8859-1",
                "-XX:ActiveProcessorCount=1");
        List<String> arabic = run(
                java,
                "-Duser.language=ar",
                "-Duser.country=EG",
                "-Duser.extensions=u-nu-arab",
                "-Duser.timezone=America/St_Johns",
                "-Dfile.encoding=UTF-16BE",
                "-Dstdout.encoding=US-ASCII",
                "-XX:ActiveProcessorCount=4",
                "-XX:TieredStopAtLevel=1");

        assertThat(turkish).contains("hash " + SimulationTest.GOLDEN);
        assertThat(turkish.getLast()).contains("tr_TR Pacific/Chatham ISO-8859-1");
        assertThat(arabic).contains("hash " + SimulationTest.GOLDEN);
        assertThat(arabic.getLast()).contains("America/St_Johns UTF-16BE");
    }

    @Test
    void shouldReachTheSameHashUnderEveryJdkThatIsFound() throws IOException, InterruptedException {
        TreeMap<String, Path> found = new TreeMap<>();
        for (Path home : homes()) {
            Optional<String> version = version(home);
            if (version.isPresent() && Runtime.Version.parse(version.get()).feature() >= 21) {
                found.putIfAbsent(version.get(), home);
            }
        }
        assertThat(found).as("this one at least").isNotEmpty();
        System.out.println("DeterminismTest: Java versions found: " + found.keySet());
        for (Path home : found.values()) {
            assertThat(run(home.resolve("bin").resolve("java")))
                    .as("under %s", home)
                    .contains("hash " + SimulationTest.GOLDEN);
        }
    }

    private static List<Path> homes() throws IOException {
        List<Path> homes = new ArrayList<>();
        homes.add(Path.of(System.getProperty("java.home")));
        Optional.ofNullable(System.getenv("JAVA_HOME")).map(Path::of).ifPresent(homes::add);
        for (Path root : List.of(
                Path.of("/usr/lib/jvm"),
                Path.of("/Library/Java/JavaVirtualMachines"),
                Path.of(System.getProperty("user.home"), ".sdkman", "candidates", "java"))) {
            if (Files.isDirectory(root)) {
                try (Stream<Path> children = Files.list(root)) {
                    children.sorted().forEach(child -> {
                        homes.add(child);
                        homes.add(child.resolve("Contents").resolve("Home"));
                    });
                }
            }
        }
        return homes;
    }

    /** The version of a JDK by its release file; empty if there is no java to run. */
    private static Optional<String> version(Path home) throws IOException {
        Path release = home.resolve("release");
        if (!Files.isRegularFile(release)
                || !Files.isExecutable(home.resolve("bin").resolve("java"))) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(release)) {
            return lines.filter(line -> line.startsWith("JAVA_VERSION="))
                    .map(line -> line.substring("JAVA_VERSION=".length()).replace("\"", ""))
                    .findFirst();
        }
    }

    private List<String> run(Path java, String... flags) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("-Xmx256m"));
        all.addAll(List.of(flags));
        return new OtherJvm(java, folder)
                .run(all, FixedChain.class, String.valueOf(FixedChain.GOLDEN_SEED), String.valueOf(BLOCKS));
    }
}
