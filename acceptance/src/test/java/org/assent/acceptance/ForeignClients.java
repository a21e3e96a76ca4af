package org.assent.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;

/** Where the clients that nobody here wrote lie; those of npm are fetched once, by their lock file's hashes. */
final class ForeignClients {

    private static final Path SOURCES = Path.of("peers").toAbsolutePath();
    private static final Path NPM = Path.of("target", "peers-js").toAbsolutePath();

    private ForeignClients() {}

    /** A Python script of ours that drives a Python package. */
    static Path python(String script) {
        return SOURCES.resolve("python").resolve(script);
    }

    /** A folder with the npm packages installed and our scripts that drive them. */
    static synchronized Path npm() {
        try {
            Files.createDirectories(NPM);
            try (var files = Files.list(SOURCES.resolve("js"))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.copy(file, NPM.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!Files.exists(NPM.resolve("node_modules/.package-lock.json"))) {
            Script.Outcome installed = Script.run(
                    NPM, Duration.ofMinutes(5), List.of("npm", "ci", "--ignore-scripts", "--no-fund", "--no-audit"));
            assertThat(installed.exitCode()).as(installed.complaint()).isZero();
        }
        return NPM;
    }
}
