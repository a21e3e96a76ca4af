package org.assent.abci.client;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import org.assent.abci.app.AssentApplication;
import org.assent.abci.node.CometNode;
import org.assent.abci.node.CometRpc;
import org.assent.abci.node.NodeHealth;
import org.assent.abci.node.NodeHome;
import org.assent.abci.server.AbciServer;
import org.assent.abci.server.ListenAddress;
import org.assent.abci.tree.KeptHeights;
import org.assent.abci.tree.MvStoreNodeStore;
import org.assent.ledger.client.LedgerClient;
import org.assent.ledger.signature.SignatureVerifier;
import org.assent.ledger.stream.CommitStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A site's own part of the ledger in one object: state store, application, socket, node and client, started in this order and
 * ended in the opposite one.
 */
public final class LocalLedger implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LocalLedger.class);

    private final AssentApplication application;
    private final CometRpc rpc;
    private final CometNode node;
    private final CometLedgerClient client;
    private final Deque<AutoCloseable> parts;

    /**
     * Where everything is.
     *
     * @param cometbft the node's program
     * @param home the node's folder, written before
     * @param stateFile the application's state, made if missing
     * @param socket where node and application meet, at most 103 bytes long
     */
    public record Settings(Path cometbft, NodeHome home, Path stateFile, Path socket) {}

    private LocalLedger(
            AssentApplication application,
            CometRpc rpc,
            CometNode node,
            CometLedgerClient client,
            Deque<AutoCloseable> parts) {
        this.application = application;
        this.rpc = rpc;
        this.node = node;
        this.client = client;
        this.parts = parts;
    }

    /**
     * Starts all parts; returns as soon as the node's process runs, usually before it answers.
     *
     * @param verifier of application signatures, the same on every node
     * @throws IOException if a file, the socket or the program is missing, in use or damaged; what was started is ended again
     */
    public static LocalLedger start(Settings settings, SignatureVerifier verifier, Clock clock) throws IOException {
        Deque<AutoCloseable> parts = new ArrayDeque<>();
        try {
            String chainId = settings.home().chainId();
            Files.createDirectories(
                    requireNonNull(settings.stateFile().toAbsolutePath().getParent()));
            Files.createDirectories(
                    requireNonNull(settings.socket().toAbsolutePath().getParent()));
            MvStoreNodeStore store = started(parts, MvStoreNodeStore.open(settings.stateFile()));
            AssentApplication application = started(parts, new AssentApplication(chainId, store, verifier, clock));
            AbciServer server =
                    started(parts, AbciServer.start(new ListenAddress.Unix(settings.socket()), application));
            CometRpc rpc =
                    started(parts, new CometRpc(settings.home().settings().rpcPort()));
            CometNode node =
                    started(parts, CometNode.start(settings.cometbft(), settings.home(), server.address(), rpc));
            CometLedgerClient client = started(
                    parts,
                    CometLedgerClient.start(
                            chainId,
                            rpc,
                            application.commitStream(),
                            resumeAfter(application.height()),
                            node::health,
                            application::stalenessBound,
                            clock));
            return new LocalLedger(application, rpc, node, client, parts);
        } catch (IOException | RuntimeException e) {
            close(parts);
            throw e;
        }
    }

    /** Far enough back to know what became of whatever was submitted before this start and can still be asked for. */
    private static long resumeAfter(long height) {
        return height <= 1 ? 0 : Math.max(1, height - KeptHeights.DEFAULT.count());
    }

    private static <T extends AutoCloseable> T started(Deque<AutoCloseable> parts, T part) {
        parts.push(part);
        return part;
    }

    /** What is committed, in order. */
    public CommitStream commitStream() {
        return application.commitStream();
    }

    /** Submits transactions. */
    public LedgerClient client() {
        return client;
    }

    /** The node's RPC, for headers, commits and validators. */
    public CometRpc rpc() {
        return rpc;
    }

    /** How the node is. */
    public NodeHealth health() {
        return node.health();
    }

    /** The supervised node. */
    public CometNode node() {
        return node;
    }

    @Override
    public void close() {
        close(parts);
    }

    private static void close(Deque<AutoCloseable> parts) {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("{} does not end cleanly", part.getClass().getSimpleName(), e);
            }
        }
    }
}
