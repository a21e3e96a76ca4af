package org.assent.abci.client;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.assent.abci.app.AssentApplication;
import org.assent.abci.app.BlockRetention;
import org.assent.abci.node.CometNode;
import org.assent.abci.node.CometRpc;
import org.assent.abci.node.Genesis;
import org.assent.abci.node.NodeHealth;
import org.assent.abci.node.NodeHome;
import org.assent.abci.server.AbciServer;
import org.assent.abci.server.ListenAddress;
import org.assent.abci.snapshot.Snapshots;
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
    private final LedgerDiskWatch disk;
    private final Deque<AutoCloseable> parts;

    /**
     * Where everything is.
     *
     * @param cometbft the node's program
     * @param home the node's folder, written before
     * @param stateFile the application's state, made if missing
     * @param socket where node and application meet, at most 103 bytes long
     * @param storage how much of the past is kept
     */
    public record Settings(Path cometbft, NodeHome home, Path stateFile, Path socket, LedgerStorage storage) {

        /** Of a member. */
        public Settings(Path cometbft, NodeHome home, Path stateFile, Path socket) {
            this(cometbft, home, stateFile, socket, LedgerStorage.MEMBER);
        }

        /** Where snapshots are: beside the state file. */
        public Path snapshotFolder() {
            return stateFile.toAbsolutePath().resolveSibling("snapshots");
        }
    }

    private LocalLedger(
            AssentApplication application,
            CometRpc rpc,
            CometNode node,
            CometLedgerClient client,
            LedgerDiskWatch disk,
            Deque<AutoCloseable> parts) {
        this.application = application;
        this.rpc = rpc;
        this.node = node;
        this.client = client;
        this.disk = disk;
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
            LedgerStorage storage = settings.storage();
            MvStoreNodeStore store = started(parts, MvStoreNodeStore.open(settings.stateFile(), storage.heights()));
            AssentApplication application = started(
                    parts,
                    new AssentApplication(
                            chainId,
                            store,
                            verifier,
                            clock,
                            Snapshots.in(settings.snapshotFolder(), storage.snapshots(), chainId, store),
                            new BlockRetention(
                                    storage.blocks(),
                                    Genesis.evidenceAge(settings.home().genesisFile()))));
            AbciServer server =
                    started(parts, AbciServer.start(new ListenAddress.Unix(settings.socket()), application));
            CometRpc rpc =
                    started(parts, new CometRpc(settings.home().settings().rpcPort()));
            CometNode node =
                    started(parts, CometNode.start(settings.cometbft(), settings.home(), server.address(), rpc));
            WalUpkeep upkeep = new WalUpkeep(settings.home().folder(), application::height, clock);
            LedgerDiskWatch disk = started(parts, watch(settings, upkeep::look).start());
            CometLedgerClient client = started(
                    parts,
                    CometLedgerClient.start(
                            chainId,
                            rpc,
                            application.commitStream(),
                            resumeAfter(application.height(), storage.heights()),
                            node::health,
                            application::stalenessBound,
                            clock));
            return new LocalLedger(application, rpc, node, client, disk, parts);
        } catch (IOException | RuntimeException e) {
            close(parts);
            throw e;
        }
    }

    /** Far enough back to know what became of whatever was submitted before this start and can still be asked for. */
    private static long resumeAfter(long height, KeptHeights kept) {
        return height <= 1 ? 0 : Math.max(1, height - kept.count());
    }

    private static LedgerDiskWatch watch(Settings settings, Runnable upkeep) {
        return new LedgerDiskWatch(
                List.of(
                        settings.stateFile(),
                        settings.snapshotFolder(),
                        settings.home().folder()),
                settings.storage().budgetBytes(),
                upkeep);
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

    /** How much of the disk it takes, at most about ten seconds old. */
    public LedgerDisk disk() {
        return disk.seen();
    }

    /** What the last walk over the whole state found broken; empty if it found nothing. */
    public Optional<String> damage() {
        return application.damage();
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
