package org.assent.abci.client;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.assent.abci.app.BlockRetention.EvidenceAge;
import org.assent.abci.app.GenesisState;
import org.assent.abci.node.Genesis;
import org.assent.abci.node.NodeHome;
import org.assent.abci.node.NodeKeys;
import org.assent.abci.node.NodeSettings;
import org.assent.abci.node.NodeSettings.HostPort;
import org.assent.abci.node.NodeSettings.Peer;
import org.assent.abci.node.NodeSettings.StateSync;
import org.assent.abci.server.AbciApplication;
import org.assent.abci.testing.Hospital;
import org.assent.ledger.bytes.Hash;
import org.assent.ledger.signature.BouncyCastleVerifier;
import org.assent.ledger.signature.P256Signer;
import org.assent.testsupport.FreePorts;

/** A network of real nodes on this machine, each with its own folder. */
final class LocalChain {

    /** The node's program: where {@code ./assent} puts it, seen from this module, unless a property names another. */
    static final Path COMETBFT = Path.of(System.getProperty("assent.cometbft", "../build/cometbft"))
            .toAbsolutePath()
            .normalize();

    private final List<LocalLedger.Settings> sites;

    private LocalChain(List<LocalLedger.Settings> sites) {
        this.sites = sites;
    }

    /** Skips the test where the node's program has not been built. */
    static void assumeNode() {
        assumeTrue(
                Files.isExecutable(COMETBFT),
                "no CometBFT node at build/cometbft; build it with: ./assent build, or as tools/cometbft/README.md says");
    }

    /** How a node reaches another one. */
    @FunctionalInterface
    interface Routes {

        Routes DIRECT = (from, to, listening) -> listening;

        /** The port that the one dials to reach the other, which listens on the given port. */
        int port(int from, int to, int listening);
    }

    /** Writes the homes of a network. */
    static LocalChain write(Path folder, int validators) throws IOException {
        return write(folder, validators, validators, LedgerStorage.MEMBER, EvidenceAge.DEFAULT);
    }

    /** The same with nodes that do not vote, and with less that is kept. */
    static LocalChain write(Path folder, int nodes, int validators, LedgerStorage storage, EvidenceAge evidence)
            throws IOException {
        return write(folder, nodes, validators, storage, evidence, GenesisState.DEFAULT_STALENESS_BOUND, Routes.DIRECT);
    }

    /** The same of members who notice sooner that they are cut off, and who may be. */
    static LocalChain write(Path folder, int nodes, int validators, Duration stalenessBound, Routes routes)
            throws IOException {
        return write(folder, nodes, validators, LedgerStorage.MEMBER, EvidenceAge.DEFAULT, stalenessBound, routes);
    }

    private static LocalChain write(
            Path folder,
            int nodes,
            int validators,
            LedgerStorage storage,
            EvidenceAge evidence,
            Duration stalenessBound,
            Routes routes)
            throws IOException {
        List<NodeKeys> keys = new ArrayList<>();
        List<Genesis.Validator> members = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            keys.add(NodeKeys.loadOrCreate(home(folder, i)));
            if (i < validators) {
                members.add(new Genesis.Validator("site " + i, keys.get(i).validatorKey(), 10));
            }
        }
        GenesisState state = new GenesisState(
                Hospital.ACCREDITORS.stream().map(P256Signer::publicKey).toList(), 2, stalenessBound);
        byte[] genesis = new Genesis(Hospital.CHAIN, Instant.now(), members, state, evidence).toJson();
        List<Integer> ports = FreePorts.take(2 * nodes);
        List<LocalLedger.Settings> sites = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            List<Peer> peers = new ArrayList<>();
            for (int other = 0; other < nodes; other++) {
                if (other != i) {
                    int port = routes.port(i, other, ports.get(2 * other));
                    peers.add(new Peer(keys.get(other).nodeId(), loopback(port)));
                }
            }
            NodeSettings settings =
                    new NodeSettings("site-" + i, loopback(ports.get(2 * i)), ports.get(2 * i + 1), peers);
            NodeHome home = NodeHome.write(home(folder, i), genesis, settings);
            Path data = folder.resolve("s" + i);
            sites.add(new LocalLedger.Settings(
                    COMETBFT, home, data.resolve("state.mv"), data.resolve("abci.sock"), storage));
        }
        return new LocalChain(sites);
    }

    private static Path home(Path folder, int i) {
        return folder.resolve("s" + i).resolve("node");
    }

    private static HostPort loopback(int port) {
        return new HostPort("127.0.0.1", port);
    }

    /** From their next start on, all sites run another node's program. */
    void program(Path cometbft) {
        sites.replaceAll(site ->
                new LocalLedger.Settings(cometbft, site.home(), site.stateFile(), site.socket(), site.storage()));
    }

    /** What a site is made of. */
    LocalLedger.Settings settings(int site) {
        return sites.get(site);
    }

    /** From its next start on, a site without a state begins with a snapshot. */
    void syncState(int site, StateSync stateSync) throws IOException {
        LocalLedger.Settings before = sites.get(site);
        NodeSettings node = before.home().settings();
        NodeSettings syncing = new NodeSettings(
                node.moniker(), node.peerAddress(), node.rpcPort(), node.peers(), Optional.of(stateSync));
        sites.set(
                site,
                new LocalLedger.Settings(
                        before.cometbft(),
                        NodeHome.rewrite(before.home().folder(), syncing),
                        before.stateFile(),
                        before.socket(),
                        before.storage()));
    }

    /** Starts a site, as often as wanted. */
    LocalLedger start(int site) throws IOException {
        return start(site, application -> application);
    }

    /** The same with what stands between the node and its application. */
    LocalLedger start(int site, UnaryOperator<AbciApplication> served) throws IOException {
        LocalLedger.Settings settings = sites.get(site);
        NodeHome.rewrite(settings.home().folder(), settings.home().settings());
        return LocalLedger.start(settings, new BouncyCastleVerifier(), Clock.systemUTC(), served);
    }

    /** The keys of a site's node. */
    NodeKeys keys(int site) throws IOException {
        return NodeKeys.loadOrCreate(sites.get(site).home().folder());
    }

    /** Where another node dials a site's node: {@code nodeid@host:port}. */
    String dialled(int site) throws IOException {
        HostPort address = sites.get(site).home().settings().peerAddress();
        return keys(site).nodeId() + "@" + address.host() + ":" + address.port();
    }

    /** CometBFT's address of a site's validator, as its RPC writes it. */
    String validator(int site) throws IOException {
        return HexFormat.of()
                .withUpperCase()
                .formatHex(Hash.sha256(keys(site).validatorKey().toByteArray()).toByteArray(), 0, 20);
    }
}
