package org.assent.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.assent.abci.client.LedgerNode;
import org.assent.abci.client.LocalLedger;
import org.assent.abci.node.CometRpc;
import org.assent.abci.node.NodeHome;
import org.assent.abci.node.NodeSettings;
import org.assent.abci.node.NodeSettings.HostPort;
import org.assent.abci.node.NodeSettings.Peer;
import org.assent.ledger.signature.BouncyCastleVerifier;
import org.jspecify.annotations.Nullable;

/** A validator in a process of its own, as {@code ledger.process: own} runs it, to be killed. */
public final class SoakSite implements AutoCloseable {

    private final NodeHome home;
    private final CometRpc rpc;
    private @Nullable Process process;

    SoakSite(NodeHome home) {
        this.home = home;
        this.rpc = new CometRpc(home.settings().rpcPort());
    }

    /** The socket file of its commit stream. */
    Path stream() {
        return home.folder().resolveSibling("data").resolve("stream.sock");
    }

    CometRpc rpc() {
        return rpc;
    }

    /** Starts the application, which starts the node. */
    void start() throws IOException {
        NodeSettings settings = home.settings();
        File log = home.folder().resolveSibling("site.log").toFile();
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SoakSite.class.getName(),
                        Network.cometBft().toString(),
                        home.folder().toString(),
                        Integer.toString(settings.peerAddress().port()),
                        Integer.toString(settings.rpcPort()),
                        String.join(
                                ",",
                                settings.peers().stream()
                                        .map(peer -> peer.nodeId() + "@"
                                                + peer.address().port())
                                        .toList()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
    }

    /** Kills the application, if it runs, and waits for its end. */
    void killApplication() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    /** Kills the node; false if none runs at the moment. */
    boolean killNode() throws IOException {
        Path pidFile = home.folder().resolve("node.pid");
        if (Files.notExists(pidFile)) {
            return false;
        }
        List<String> lines = Files.readAllLines(pidFile);
        Optional<ProcessHandle> node =
                lines.isEmpty() ? Optional.empty() : ProcessHandle.of(Long.parseLong(lines.getFirst()));
        return node.filter(handle -> handle.info().command().orElse("").endsWith("cometbft"))
                .map(ProcessHandle::destroyForcibly)
                .orElse(false);
    }

    /** What its node said. */
    String nodeLog() throws IOException {
        Path log = home.folder().resolve("node.log");
        return Files.exists(log) ? Files.readString(log) : "";
    }

    @Override
    public void close() {
        rpc.close();
        if (process != null) {
            process.destroy();
            try {
                process.waitFor();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Arguments: the node's program, its home, its two ports, its peers. Runs until it is killed. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<Peer> peers = Stream.of(arguments[4].split(","))
                .map(peer -> peer.split("@"))
                .map(peer -> new Peer(peer[0], new HostPort("127.0.0.1", Integer.parseInt(peer[1]))))
                .toList();
        NodeSettings settings = new NodeSettings(
                "soaked",
                new HostPort("127.0.0.1", Integer.parseInt(arguments[2])),
                Integer.parseInt(arguments[3]),
                peers);
        NodeHome home = NodeHome.rewrite(Path.of(arguments[1]), settings);
        Path folder = home.folder().resolveSibling("data");
        CountDownLatch end = new CountDownLatch(1);
        LedgerNode node = LedgerNode.serve(
                new LocalLedger.Settings(
                        Path.of(arguments[0]), home, folder.resolve("state.mv"), folder.resolve("abci.sock")),
                folder.resolve("stream.sock"),
                new BouncyCastleVerifier(),
                Clock.systemUTC());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            node.close();
            end.countDown();
        }));
        end.await();
    }
}
