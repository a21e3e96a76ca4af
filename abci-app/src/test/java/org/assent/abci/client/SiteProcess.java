package org.assent.abci.client;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assent.abci.node.NodeHome;
import org.assent.abci.node.NodeSettings;
import org.assent.abci.node.NodeSettings.HostPort;
import org.assent.abci.node.NodeSettings.Peer;
import org.assent.ledger.signature.BouncyCastleVerifier;

/** A site's ledger in a JVM of its own, for tests that kill it: prints each new height. */
public final class SiteProcess {

    private SiteProcess() {}

    static Process start(LocalLedger.Settings settings, Path log) throws IOException {
        NodeSettings node = settings.home().settings();
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SiteProcess.class.getName(),
                        settings.cometbft().toString(),
                        settings.home().folder().toString(),
                        settings.stateFile().toString(),
                        settings.socket().toString(),
                        Integer.toString(node.peerAddress().port()),
                        Integer.toString(node.rpcPort()),
                        node.peers().stream()
                                .map(peer ->
                                        peer.nodeId() + "@" + peer.address().port())
                                .collect(Collectors.joining(",")))
                .redirectErrorStream(true)
                .redirectOutput(new File(log.toString()))
                .start();
    }

    private static List<Peer> peers(String text) {
        return Stream.of(text.split(","))
                .filter(peer -> !peer.isEmpty())
                .map(peer -> peer.split("@"))
                .map(peer -> new Peer(peer[0], new HostPort("127.0.0.1", Integer.parseInt(peer[1]))))
                .toList();
    }

    /** Arguments: the settings of the site, in order. Runs until it is killed. */
    public static void main(String[] arguments) throws Exception {
        NodeSettings settings = new NodeSettings(
                "killed",
                new HostPort("127.0.0.1", Integer.parseInt(arguments[4])),
                Integer.parseInt(arguments[5]),
                peers(arguments[6]));
        NodeHome home = NodeHome.rewrite(Path.of(arguments[1]), settings);
        try (LocalLedger ledger = LocalLedger.start(
                new LocalLedger.Settings(Path.of(arguments[0]), home, Path.of(arguments[2]), Path.of(arguments[3])),
                new BouncyCastleVerifier(),
                Clock.systemUTC())) {
            long last = 0;
            while (true) {
                long height = ledger.client().health().height();
                if (height != last) {
                    System.out.println("height " + height);
                    last = height;
                }
                Thread.sleep(50);
            }
        }
    }
}
