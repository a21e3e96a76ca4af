package org.assent.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a foreign program and reads what it prints. */
final class Script {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * How a program ended.
     *
     * @param exitCode 0 if it was content
     * @param printed its standard output
     * @param complaint its standard error
     */
    record Outcome(int exitCode, String printed, String complaint) {

        /** The last line that was printed, as JSON. */
        JsonNode json() {
            List<String> lines = printed.strip().lines().toList();
            try {
                return JSON.readTree(lines.get(lines.size() - 1));
            } catch (IOException | IndexOutOfBoundsException e) {
                throw new AssertionError("expected JSON, found: " + printed + complaint, e);
            }
        }
    }

    private Script() {}

    /** Runs to the end, or kills it after the bound. */
    static Outcome run(Path folder, Duration atMost, List<String> command) {
        try {
            Path out = Files.createTempFile("script", ".out");
            Path err = Files.createTempFile("script", ".err");
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(command + " did not end within " + atMost + ":\n" + Files.readString(out)
                        + Files.readString(err));
            }
            Outcome outcome = new Outcome(
                    process.exitValue(),
                    Files.readString(out, StandardCharsets.UTF_8),
                    Files.readString(err, StandardCharsets.UTF_8));
            Files.delete(out);
            Files.delete(err);
            return outcome;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + command, e);
        }
    }
}
