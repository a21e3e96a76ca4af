package org.assent.abci.client;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.assent.abci.app.AssentApplication;
import org.assent.abci.app.BlockRetention;
import org.assent.abci.app.Keeping;
import org.assent.abci.app.KnownRules;
import org.assent.abci.app.PeerAdmission;
import org.assent.abci.app.RestrictionFolder;
import org.assent.abci.node.CometNode;
import org.assent.abci.node.CometRpc;
import org.assent.abci.node.Genesis;
import org.assent.abci.node.NodeHome;
import org.assent.abci.node.NodeKeys;
import org.assent.abci.node.NodeSettings;
import org.assent.abci.server.AbciApplication;
import org.assent.abci.server.AbciServer;
import org.assent.abci.server.ListenAddress;
import org.assent.abci.snapshot.Snapshots;
import org.assent.abci.stream.LedgerPulse;
import org.assent.abci.stream.StreamServer;
import org.assent.abci.tree.KeptHeights;
import org.assent.abci.tree.MvStoreNodeStore;
import org.assent.ledger.client.LedgerHealth;
import org.assent.ledger.signature.SignatureVerifier;

/**
 * The validator of a site without its web side: state store, application, socket and supervised node, started in this order
 * and ended in the opposite one.
 */
public final class LedgerNode implements AutoCloseable {

    private final AssentApplication application;
    private final CometRpc rpc;
    private final CometNode node;
    private final LedgerDiskWatch disk;
    private final KeptHeights heights;
    private final ClosingParts parts;

    private LedgerNode(
            AssentApplication application,
            CometRpc rpc,
            CometNode node,
            LedgerDiskWatch disk,
            KeptHeights heights,
            ClosingParts parts) {
        this.application = application;
        this.rpc = rpc;
        this.node = node;
        this.disk = disk;
        this.heights = heights;
        this.parts = parts;
    }

    /**
     * Starts the validator for a web side in this process.
     *
     * @throws IOException if a file, the socket or the program is missing, in use or damaged; what was started is ended again
     */
    static LedgerNode start(LocalLedger.Settings settings, SignatureVerifier verifier, Clock clock) throws IOException {
        return start(settings, verifier, clock, application -> application);
    }

    /** The same with what stands between the node and the application: how a validator that cheats is made for tests. */
    static LedgerNode start(
            LocalLedger.Settings settings,
            SignatureVerifier verifier,
            Clock clock,
            UnaryOperator<AbciApplication> served)
            throws IOException {
        ClosingParts parts = new ClosingParts();
        try {
            Files.createDirectories(
                    requireNonNull(settings.stateFile().toAbsolutePath().getParent()));
            Files.createDirectories(
                    requireNonNull(settings.socket().toAbsolutePath().getParent()));
            LedgerStorage storage = settings.storage();
            StateFileWitness witness = new StateFileWitness(settings.stateFile());
            witness.check();
            MvStoreNodeStore store = parts.started(MvStoreNodeStore.open(settings.stateFile(), storage.heights()));
            AssentApplication application = parts.started(new AssentApplication(
                    settings.home().chainId(),
                    store,
                    keeping(settings, store),
                    verifier,
                    clock,
                    KnownRules.OF_THIS_VERSION));
            PeerAdmission admission = admission(settings);
            parts.started(application.commitStream().follow(0, admission));
            AbciServer server = parts.started(AbciServer.start(
                    new ListenAddress.Unix(settings.socket()), admission.before(served.apply(application))));
            CometRpc rpc = parts.started(new CometRpc(settings.home().settings().rpcPort()));
            CometNode node =
                    parts.started(CometNode.start(settings.cometbft(), settings.home(), server.address(), rpc));
            parts.started(new CutOffWatch(admission, rpc::peerIds, node::restart, System::nanoTime).start());
            WalUpkeep upkeep = new WalUpkeep(settings.home().folder(), application::height, clock);
            LedgerDiskWatch disk = parts.started(watch(settings, () -> {
                        upkeep.look();
                        if (application.height() > 0) {
                            witness.note();
                        }
                    })
                    .start());
            return new LedgerNode(application, rpc, node, disk, storage.heights(), parts);
        } catch (IOException | RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    /**
     * Starts the validator and gives its commit stream to web sides in other processes.
     *
     * @param stream the socket file of the commit stream
     * @throws IOException as the other start
     */
    public static LedgerNode serve(LocalLedger.Settings settings, Path stream, SignatureVerifier verifier, Clock clock)
            throws IOException {
        LedgerNode started = start(settings, verifier, clock);
        try {
            started.parts.started(StreamServer.start(
                    new ListenAddress.Unix(stream),
                    new StreamServer.Source(
                            settings.home().chainId(),
                            started.application.commitStream(),
                            started::pulse,
                            started::recentAfter)));
            return started;
        } catch (IOException | RuntimeException e) {
            started.close();
            throw e;
        }
    }

    private static PeerAdmission admission(LocalLedger.Settings settings) throws IOException {
        NodeHome home = settings.home();
        return new PeerAdmission(
                NodeKeys.loadOrCreate(home.folder()).nodeId(),
                home.settings().peers().stream().map(NodeSettings.Peer::nodeId).collect(Collectors.toSet()),
                System::nanoTime);
    }

    LedgerPulse pulse() {
        return new LedgerPulse(
                application.height(),
                application.blockTime(),
                application.stalenessBound(),
                node.health(),
                heldBack(),
                new LedgerHealth.Storage(disk().bytes(), disk().budgetBytes(), application.damage()));
    }

    private int heldBack() {
        return (int) application.passedOver().stream()
                .filter(report -> !report.done())
                .count();
    }

    /** Far enough back to know what became of whatever was submitted before this start and can still be asked for. */
    long recentAfter(long height) {
        return height <= 1 ? 0 : Math.max(1, height - heights.count());
    }

    private static Keeping keeping(LocalLedger.Settings settings, MvStoreNodeStore store) throws IOException {
        LedgerStorage storage = settings.storage();
        return new Keeping(
                new RestrictionFolder(settings.restrictions()),
                Snapshots.in(
                        settings.snapshotFolder(),
                        storage.snapshots(),
                        settings.home().chainId(),
                        store),
                new BlockRetention(
                        storage.blocks(), Genesis.evidenceAge(settings.home().genesisFile())));
    }

    private static LedgerDiskWatch watch(LocalLedger.Settings settings, Runnable upkeep) {
        return new LedgerDiskWatch(
                LedgerDisk.places(settings.stateFile(), settings.home().folder()),
                settings.storage().budgetBytes(),
                upkeep);
    }

    /** How much of the disk it takes, at most about ten seconds old. */
    LedgerDisk disk() {
        return disk.seen();
    }

    /** Newest durable height, 0 before the first. */
    public long height() {
        return application.height();
    }

    AssentApplication application() {
        return application;
    }

    CometRpc rpc() {
        return rpc;
    }

    CometNode node() {
        return node;
    }

    @Override
    public void close() {
        parts.close();
    }
}
