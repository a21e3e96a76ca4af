package org.assent.site;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assent.abci.node.CometRpc;
import org.assent.abci.node.RpcException;
import org.assent.site.configuration.ConfigurationFile;
import org.assent.site.network.NewSite;
import org.assent.testsupport.FreePorts;
import org.awaitility.Awaitility;

/** A site of one's own whose web side and ledger are operating-system processes, started as {@code ./assent} starts them. */
final class ProcessesOfOneSite implements AutoCloseable {

    static final Duration START = Duration.ofMinutes(3);

    private final SiteFolder folder;
    private final int port;
    private final CometRpc rpc;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final List<Process> started = new ArrayList<>();

    /** What {@code /health/ready} answers. */
    record Health(int status, JsonNode body) {

        long height() {
            return body.path("ledger").path("height").asLong();
        }

        boolean nodeAlive() {
            return body.path("ledger").path("nodeAlive").asBoolean();
        }

        boolean stale() {
            return body.path("ledger").path("stale").asBoolean();
        }
    }

    ProcessesOfOneSite(Path root, String ledgerProcess) throws IOException {
        List<Integer> ports = FreePorts.take(4);
        folder = new SiteFolder(root);
        port = ports.get(0);
        rpc = new CometRpc(ports.get(3));
        NewSite.create(
                folder,
                Clock.systemUTC(),
                new SecureRandom(),
                new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8));
        Path file = folder.root().resolve(ConfigurationFile.NAME);
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("8101", String.valueOf(port))
                        .replace("8201", String.valueOf(ports.get(1)))
                        .replace("26656", String.valueOf(ports.get(2)))
                        .replace("26657", String.valueOf(ports.get(3)))
                        .replace("0.0.0.0", "127.0.0.1")
                        .replace("# process: own", "process: " + ledgerProcess));
    }

    SiteFolder folder() {
        return folder;
    }

    /** Starts {@code ./assent site DIR} or {@code ./assent ledger DIR}. */
    Process start(String command) throws IOException {
        Files.createDirectories(folder.log());
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Xmx384m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dassent.root=" + System.getProperty("assent.root"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.assent.site.Main",
                        command,
                        folder.root().toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.log().resolve("test-" + command + ".log").toFile()))
                .start();
        started.add(process);
        return process;
    }

    /** What the site says of itself; empty while it does not answer. */
    Optional<Health> health() throws InterruptedException {
        try {
            HttpResponse<byte[]> response = http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/ready"))
                            .timeout(Duration.ofSeconds(3))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            return Optional.of(new Health(response.statusCode(), new ObjectMapper().readTree(response.body())));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    void awaitReady() {
        Awaitility.await("the site is ready").atMost(START).until(() -> health().map(Health::status)
                .filter(status -> status == 200)
                .isPresent());
    }

    /** Newest height by the node itself, whatever the site says; 0 if it does not answer. */
    long heightOfNode() throws InterruptedException {
        try {
            return rpc.status().height();
        } catch (RpcException e) {
            return 0;
        }
    }

    /** Waits until the node has made more blocks than at this moment. */
    void awaitBlocks(int more) throws InterruptedException {
        long before = heightOfNode();
        Awaitility.await("blocks after height " + before)
                .atMost(Duration.ofMinutes(1))
                .until(() -> heightOfNode() >= Math.max(1, before) + more);
    }

    long ledgerProcess() {
        return LedgerProcess.running(folder).map(ProcessHandle::pid).orElse(0L);
    }

    /** {@code kill -SIGNAL PID}. */
    static void signal(String signal, long pid) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("kill -" + signal + " " + pid + " ended with " + exit);
        }
    }

    @Override
    public void close() throws IOException {
        for (Process process : started) {
            process.destroyForcibly().onExit().join();
        }
        LedgerProcess.kill(folder);
        Path node = folder.node().resolve("node.pid");
        if (Files.exists(node)) { // its application is gone, so it ends by itself
            ProcessHandle.of(Long.parseLong(Files.readAllLines(node).getFirst()))
                    .ifPresent(left -> Awaitility.await("the node ends")
                            .atMost(Duration.ofSeconds(30))
                            .until(() -> !left.isAlive()));
        }
        rpc.close();
    }
}
