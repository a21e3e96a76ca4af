package org.assent.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * The four hospitals of the demo, started as a user starts them: {@code ./assent demo}, with data and ports of its own.
 */
final class FourSites implements AutoCloseable {

    private static final int FIRST_PORT_BASE = 18_100;
    private static final int LAST_PORT_BASE = 30_100;
    private static final int PORTS_APART = 1_000;
    private static final int HIGHEST_OFFSET = 500;
    private static final Duration READY_WITHIN = Duration.ofMinutes(8);

    private final Path root =
            Path.of(System.getProperty("assent.root", "..")).toAbsolutePath().normalize();
    private final Path home;
    private final Path log;
    private final int portBase = freePortBase();
    private final Hospital north = new Hospital(this, "north", portBase + 1);
    private final Hospital south = new Hospital(this, "south", portBase + 2);
    private final Hospital east = new Hospital(this, "east", portBase + 3);
    private final Hospital west = new Hospital(this, "west", portBase + 4);
    private Process launcher;

    private FourSites(Path home) throws IOException {
        this.home = home;
        this.log = logBeside(home);
        this.launcher = launch();
    }

    private static Path logBeside(Path home) {
        return home.resolveSibling(home.getFileName() + ".log");
    }

    /** Starts them on new data and returns when all four are ready. */
    static FourSites start() {
        try {
            Path home = Path.of("target", "four-sites").toAbsolutePath();
            deleteRecursively(home);
            Files.createDirectories(home);
            Files.deleteIfExists(logBeside(home));
            FourSites sites = new FourSites(home);
            sites.awaitReady();
            return sites;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Hospital north() {
        return north;
    }

    Hospital south() {
        return south;
    }

    Hospital east() {
        return east;
    }

    Hospital west() {
        return west;
    }

    /** All four. */
    List<Hospital> all() {
        return List.of(north(), south(), east(), west());
    }

    /** Where the demo keeps its data. */
    Path home() {
        return home;
    }

    /** A site's folder. */
    Path folder(Hospital hospital) {
        return home.resolve(hospital.name());
    }

    /** What its node answers to its own site only, without a trailing slash. */
    String nodeAddress(Hospital hospital) {
        return "http://127.0.0.1:" + (hospital.port() + 300);
    }

    /** Everything that the demo has printed so far. */
    String printed() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What {@code ./assent status --json} prints. */
    JsonNode status() {
        try {
            return new ObjectMapper().readTree(assent("status", "--json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What {@code ./assent token} prints. */
    String printToken(String site, String as) {
        return assent("token", "--site", site, "--as", as).strip();
    }

    /** The password that the demo printed for one of its people. */
    String password(String site, String user) {
        try {
            for (JsonNode person : new ObjectMapper()
                    .readTree(home.resolve("demo.json").toFile())
                    .path("hospitals")
                    .path(site)
                    .path("people")) {
                if (person.path("user").asText().equals(user)) {
                    return person.path("password").asText();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalArgumentException("the demo has no " + user + " at " + site);
    }

    /** Runs {@code ./assent} with this demo's data and gives what it prints. */
    String assent(String... arguments) {
        try {
            Process process = command(List.of(arguments))
                    .redirectError(ProcessBuilder.Redirect.PIPE)
                    .start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String complaint = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("./assent " + String.join(" ", arguments) + " failed: " + complaint);
            }
            return printed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for ./assent", e);
        }
    }

    /** Begins {@code ./assent}, which prints into a file; nobody answers what it asks. */
    Process begin(Path printed, String... arguments) {
        try {
            Process process = command(List.of(arguments))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(printed.toFile()))
                    .start();
            process.getOutputStream().close();
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One port of hospital number N of this demo, which has four: for those that join it. */
    int portOfHospital(int number) {
        return portBase + number;
    }

    /** The process that {@code ./assent demo} became. */
    Process launcher() {
        return launcher;
    }

    /** Starts the demo again on the same data after its launcher has ended; returns when it says that all four are ready. */
    void startAgain() {
        if (launcher.isAlive()) {
            throw new IllegalStateException("the demo still runs");
        }
        int before = timesReady();
        try {
            launcher = launch();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // Sites of a launcher that was killed may answer a little longer, so theirs is not the word to go by.
        awaitThat(() -> timesReady() > before);
    }

    private int timesReady() {
        return printed().split("Ctrl-C stops all of it", -1).length - 1;
    }

    private Process launch() throws IOException {
        return command(List.of("demo", "--port-base", String.valueOf(portBase)))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** A base all of whose ports are free, so that a second run on the same machine does no harm. */
    private static int freePortBase() {
        for (int base = FIRST_PORT_BASE; base <= LAST_PORT_BASE; base += PORTS_APART) {
            if (IntStream.range(base, base + HIGHEST_OFFSET).allMatch(FourSites::isFree)) {
                return base;
            }
        }
        throw new IllegalStateException("no free ports from " + FIRST_PORT_BASE + " to " + LAST_PORT_BASE);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private ProcessBuilder command(List<String> arguments) {
        List<String> words = new ArrayList<>(List.of(root.resolve("assent").toString()));
        words.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(words).directory(root.toFile());
        builder.environment().put("ASSENT_HOME", home.toString());
        return builder;
    }

    /** Returns when all four are ready. */
    void awaitReady() {
        awaitThat(() -> all().stream().allMatch(FourSites::ready));
    }

    private void awaitThat(BooleanSupplier ready) {
        Instant deadline = Instant.now().plus(READY_WITHIN);
        while (Instant.now().isBefore(deadline)) {
            if (!launcher.isAlive()) {
                throw new IllegalStateException("the demo ended while starting:\n" + printed());
            }
            if (ready.getAsBoolean()) {
                return;
            }
            pause();
        }
        throw new IllegalStateException("the demo was not ready within " + READY_WITHIN + ":\n" + printed());
    }

    private static boolean ready(Hospital hospital) {
        try {
            return hospital.anonymous().get("/health/ready").statusCode() == 200;
        } catch (Exception e) { // REST Assured throws the checked ConnectException undeclared
            return false; // not listening yet
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the demo", e);
        }
    }

    private static void deleteRecursively(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Ends them as Ctrl-C does. */
    @Override
    public void close() {
        launcher.destroy();
        try {
            if (!launcher.waitFor(60, TimeUnit.SECONDS)) {
                launcher.destroyForcibly();
                throw new IllegalStateException("the demo did not stop within 60 s; see " + log);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
