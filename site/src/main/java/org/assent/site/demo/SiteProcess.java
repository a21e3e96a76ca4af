package org.assent.site.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.assent.site.LedgerProcess;
import org.assent.site.SiteFolder;
import org.jspecify.annotations.Nullable;

/**
 * The JVM of one hospital, which starts and ends its CometBFT node itself.
 *
 * <p>Its standard input is a pipe that this process holds: however this process ends, the pipe breaks and the site stops.
 */
final class SiteProcess implements AutoCloseable {

    private static final Duration STOPS_WITHIN = Duration.ofSeconds(20);
    private static final int LINES_TO_SHOW = 15;

    /** Name of the file in a site's folder that keeps a site down that has ended. */
    static final String STAY_DOWN = "stay-down";

    private final Hospital hospital;
    private final SiteFolder folder;
    private final HttpClient http;
    private volatile @Nullable Process process;
    private volatile boolean stopping;

    SiteProcess(Hospital hospital, SiteFolder folder, HttpClient http) {
        this.hospital = hospital;
        this.folder = folder;
        this.http = http;
    }

    Hospital hospital() {
        return hospital;
    }

    SiteFolder folder() {
        return folder;
    }

    /** Starts it, unless it was told to stop; what it prints goes to {@code log/console.log}. */
    synchronized void start() throws IOException {
        if (stopping) {
            return;
        }
        Files.createDirectories(folder.temporary());
        ProcessBuilder builder = new ProcessBuilder(SiteCommandLine.of(folder))
                .directory(folder.root().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(console().toFile()));
        builder.environment().put("MALLOC_ARENA_MAX", "2");
        process = builder.start();
    }

    /** What {@code /health/ready} says; empty while nothing answers. */
    Optional<JsonNode> readiness() throws InterruptedException {
        try {
            return Optional.of(readiness(http, hospital));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** What a hospital's {@code /health/ready} says. */
    static JsonNode readiness(HttpClient http, Hospital hospital) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(hospital.programAddress() + "/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        return new ObjectMapper()
                .readTree(http.send(request, HttpResponse.BodyHandlers.ofByteArray())
                        .body());
    }

    /**
     * Looks whether it still runs.
     *
     * @throws DemoException with the end of what it printed, if it does not
     */
    void requireRunning() throws DemoException {
        if (process != null && !isRunning()) {
            throw new DemoException(
                    "%s ended with exit code %d. %s".formatted(hospital.name(), exitCode(), lastWords()));
        }
    }

    /** Whether its process is there. */
    boolean isRunning() {
        Process running = process;
        return running != null && running.isAlive();
    }

    /** Whether it was told to stop, for good. */
    boolean isStopping() {
        return stopping;
    }

    /** How the process ended that was started last. */
    int exitCode() {
        Process ended = process;
        if (ended == null) {
            throw new IllegalStateException(hospital.name() + " was never started");
        }
        return ended.exitValue();
    }

    /** Whether somebody wants it to stay down, once it has ended. */
    boolean staysDown() {
        return Files.exists(stayDownFile());
    }

    /** The file that keeps it down. */
    Path stayDownFile() {
        return folder.root().resolve(STAY_DOWN);
    }

    /** Asks it to stop, for good; {@link #close()} waits. */
    synchronized void stop() {
        stopping = true;
        Process running = process;
        if (running != null) {
            running.destroy();
        }
    }

    /** Ends all of the hospital at once, as {@code kill -9} does: the site, and its ledger's own process if it has one. */
    void kill() throws InterruptedException {
        Process running = process;
        if (running != null) {
            running.destroyForcibly().waitFor();
        }
        LedgerProcess.kill(folder);
    }

    /** Stops it and waits; after 20 s it is ended at once. */
    @Override
    public void close() {
        Process running = process;
        if (running == null) {
            return;
        }
        running.destroy();
        try {
            if (!running.waitFor(STOPS_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                running.destroyForcibly();
            }
        } catch (InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        LedgerProcess.end(folder); // a site that was killed has left it
    }

    private Path console() {
        return folder.log().resolve("console.log");
    }

    /** The end of what it printed, and where all of it is. */
    String lastWords() {
        List<String> lines;
        try {
            lines = Files.readAllLines(console());
        } catch (IOException e) {
            lines = List.of("(it cannot be read: " + e.getMessage() + ")");
        }
        return "The end of %s:%n%s"
                .formatted(
                        console(),
                        lines.subList(Math.max(0, lines.size() - LINES_TO_SHOW), lines.size()).stream()
                                .map("    "::concat)
                                .collect(Collectors.joining(System.lineSeparator())));
    }
}
