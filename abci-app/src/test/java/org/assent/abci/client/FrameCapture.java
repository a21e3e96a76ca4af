package org.assent.abci.client;

import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.assent.abci.app.AssentApplication;
import org.assent.abci.node.CometNode;
import org.assent.abci.node.CometRpc;
import org.assent.abci.server.AbciServer;
import org.assent.abci.server.ListenAddress;
import org.assent.abci.testing.Hospital;
import org.assent.abci.tree.KeptHeights;
import org.assent.abci.tree.MemoryNodeStore;
import org.assent.ledger.signature.BouncyCastleVerifier;
import org.assent.ledger.transaction.TransactionCodec;

/**
 * Made the captures in {@code src/test/resources/abci}: stands between a real node and the application and writes what the node
 * sends, one file a connection, in the order in which the node opens them.
 *
 * <p>Arguments: the folder to write to. Run with the module's test class path after {@code build/cometbft} was built.
 */
public final class FrameCapture {

    private FrameCapture() {}

    /** Runs a chain of one node for a few blocks and one transaction. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("capture");
        Path files = Files.createDirectories(Path.of(arguments[0]));
        LocalChain chain = LocalChain.write(folder, 1);
        LocalLedger.Settings settings = chain.settings(0);
        Path between = folder.resolve("between.sock");
        Hospital north = new Hospital("north");
        try (AssentApplication application = new AssentApplication(
                        Hospital.CHAIN,
                        new MemoryNodeStore(KeptHeights.DEFAULT),
                        new BouncyCastleVerifier(),
                        Clock.systemUTC());
                AbciServer server = AbciServer.start(new ListenAddress.Unix(settings.socket()), application);
                ServerSocketChannel proxy = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            proxy.bind(UnixDomainSocketAddress.of(between));
            daemon(() -> forwardAll(proxy, settings.socket(), files));
            try (CometRpc rpc = new CometRpc(settings.home().settings().rpcPort());
                    CometNode node = CometNode.start(
                            settings.cometbft(), settings.home(), new ListenAddress.Unix(between), rpc)) {
                waitFor(application, 2);
                Instant soon = Instant.now().plus(5, ChronoUnit.MINUTES).truncatedTo(ChronoUnit.SECONDS);
                rpc.broadcastTxSync(TransactionCodec.encode(north.register(soon)));
                waitFor(application, application.height() + 2);
                System.out.println("captured " + application.height() + " blocks, " + node.health());
            }
            System.out.println(server.address());
        }
    }

    private static void waitFor(AssentApplication application, long height) throws InterruptedException {
        while (application.height() < height) {
            Thread.sleep(Duration.ofMillis(20));
        }
    }

    private static void forwardAll(ServerSocketChannel proxy, Path application, Path files) throws IOException {
        for (int connection = 1; ; connection++) {
            SocketChannel node = proxy.accept();
            SocketChannel app = SocketChannel.open(UnixDomainSocketAddress.of(application));
            OutputStream copy = Files.newOutputStream(files.resolve("connection-" + connection + ".bin"));
            daemon(() -> forward(node, app, copy));
            daemon(() -> forward(app, node, OutputStream.nullOutputStream()));
        }
    }

    private static void forward(SocketChannel from, SocketChannel to, OutputStream copy) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        while (from.read(buffer.clear()) >= 0) {
            copy.write(buffer.array(), 0, buffer.position());
            copy.flush();
            buffer.flip();
            while (buffer.hasRemaining()) {
                to.write(buffer);
            }
        }
        to.close();
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void daemon(Task task) {
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (ClosedChannelException e) {
                System.out.println("a connection ended");
            } catch (IOException e) {
                System.out.println("a connection was lost: " + e.getMessage());
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
