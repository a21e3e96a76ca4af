package org.assent.abci.client;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.UnaryOperator;
import org.assent.abci.app.AssentApplication;
import org.assent.abci.app.PassedOver;
import org.assent.abci.node.CometNode;
import org.assent.abci.node.CometRpc;
import org.assent.abci.node.NodeHealth;
import org.assent.abci.node.NodeHome;
import org.assent.abci.server.AbciApplication;
import org.assent.ledger.client.LedgerClient;
import org.assent.ledger.signature.SignatureVerifier;
import org.assent.ledger.stream.CommitStream;

/** A site's own part of the ledger in one object, in the process of the web side: the validator and its client. */
public final class LocalLedger implements SiteLedger {

    private final LedgerNode ledger;
    private final CometLedgerClient client;

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
            return LedgerDisk.snapshots(stateFile);
        }

        /** Where restrictions are kept that are not in a block yet: beside the state file. */
        Path restrictions() {
            return stateFile.toAbsolutePath().resolveSibling("restrictions");
        }
    }

    private LocalLedger(LedgerNode ledger, CometLedgerClient client) {
        this.ledger = ledger;
        this.client = client;
    }

    /**
     * Starts all parts; returns as soon as the node's process runs, usually before it answers.
     *
     * @param verifier of application signatures, the same on every node
     * @throws IOException if a file, the socket or the program is missing, in use or damaged; what was started is ended again
     */
    public static LocalLedger start(Settings settings, SignatureVerifier verifier, Clock clock) throws IOException {
        return start(settings, verifier, clock, application -> application);
    }

    /** The same with what stands between the node and the application: how a validator that cheats is made for tests. */
    static LocalLedger start(
            Settings settings, SignatureVerifier verifier, Clock clock, UnaryOperator<AbciApplication> served)
            throws IOException {
        LedgerNode ledger = LedgerNode.start(settings, verifier, clock, served);
        AssentApplication application = ledger.application();
        CometLedgerClient client = CometLedgerClient.start(
                settings.home().chainId(),
                ledger.rpc(),
                application.commitStream(),
                ledger.recentAfter(application.height()),
                ledger::pulse,
                clock);
        return new LocalLedger(ledger, client);
    }

    @Override
    public CommitStream commitStream() {
        return ledger.application().commitStream();
    }

    @Override
    public LedgerClient client() {
        return client;
    }

    /** The node's RPC, for headers, commits and validators. */
    public CometRpc rpc() {
        return ledger.rpc();
    }

    /** How the node is. */
    public NodeHealth health() {
        return ledger.node().health();
    }

    /** How much of the disk it takes, at most about ten seconds old. */
    public LedgerDisk disk() {
        return ledger.disk();
    }

    /** The restrictions that this node had and that proposers left out of too many blocks, the newest last, at most 100. */
    public List<PassedOver> passedOver() {
        return ledger.application().passedOver();
    }

    /** The supervised node. */
    public CometNode node() {
        return ledger.node();
    }

    @Override
    public void close() {
        client.close();
        ledger.close();
    }
}
