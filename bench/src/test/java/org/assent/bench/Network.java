package org.assent.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.assent.abci.app.GenesisState;
import org.assent.abci.client.LocalLedger;
import org.assent.abci.node.Genesis;
import org.assent.abci.node.NodeHome;
import org.assent.abci.node.NodeKeys;
import org.assent.abci.node.NodeSettings;
import org.assent.abci.signature.SignatureProvider;
import org.assent.ledger.client.Submission;
import org.assent.ledger.governance.Change;
import org.assent.ledger.governance.Limits;
import org.assent.ledger.signature.P256Signer;
import org.assent.ledger.signature.SignatureVerifier;
import org.assent.ledger.transaction.ProposeChange;
import org.assent.ledger.transaction.SignedTransaction;
import org.assent.ledger.transaction.TransactionSigner;
import org.assent.testsupport.FreePorts;

/** Real validators on this machine with members whose quotas do not get into the way. */
final class Network implements AutoCloseable {

    private static final Duration WAIT = Duration.ofSeconds(60);
    private static final Limits WIDE = new Limits(Duration.ofSeconds(30), 10_000, 1_000_000, 10_000, 20);

    private final List<LocalLedger> sites = new ArrayList<>();
    private final List<Integer> rpcPorts = new ArrayList<>();

    private Network() {}

    static Path cometBft() {
        return Path.of(System.getProperty("assent.root", "."), "build", "cometbft")
                .toAbsolutePath()
                .normalize();
    }

    /** Starts so many validators and widens the limits. */
    static Network start(Path folder, int validators) throws IOException, InterruptedException {
        return start(folder, validators, SignatureProvider.CORRETTO.verifier());
    }

    /** The same with another implementation of signatures. */
    static Network start(Path folder, int validators, SignatureVerifier verifier)
            throws IOException, InterruptedException {
        Network network = new Network();
        List<NodeKeys> keys = new ArrayList<>();
        List<Genesis.Validator> genesisValidators = new ArrayList<>();
        for (int i = 0; i < validators; i++) {
            keys.add(NodeKeys.loadOrCreate(folder.resolve("n" + i).resolve("node")));
            genesisValidators.add(new Genesis.Validator("n" + i, keys.get(i).validatorKey(), 10));
        }
        GenesisState state = new GenesisState(
                Member.ACCREDITORS.stream().map(P256Signer::publicKey).toList(),
                2,
                GenesisState.DEFAULT_STALENESS_BOUND);
        byte[] genesis = new Genesis(Member.CHAIN, Instant.now(), genesisValidators, state).toJson();
        List<Integer> ports = FreePorts.take(2 * validators);
        try {
            for (int i = 0; i < validators; i++) {
                Path data = folder.resolve("n" + i);
                List<NodeSettings.Peer> peers = new ArrayList<>();
                for (int other = 0; other < validators; other++) {
                    if (other != i) {
                        peers.add(new NodeSettings.Peer(keys.get(other).nodeId(), loopback(ports.get(2 * other))));
                    }
                }
                NodeSettings settings =
                        new NodeSettings("n" + i, loopback(ports.get(2 * i)), ports.get(2 * i + 1), peers);
                NodeHome home = NodeHome.write(data.resolve("node"), genesis, settings);
                network.rpcPorts.add(ports.get(2 * i + 1));
                network.sites.add(LocalLedger.start(
                        new LocalLedger.Settings(cometBft(), home, data.resolve("state.mv"), data.resolve("abci.sock")),
                        verifier,
                        Clock.systemUTC()));
            }
            for (LocalLedger site : network.sites) {
                while (site.client().health().height() < 2) {
                    Thread.sleep(50);
                }
            }
            network.mustBeFinal(new TransactionSigner(Member.CHAIN)
                    .sign(
                            new ProposeChange(1, new Change.SetLimits(WIDE), soon()),
                            Member.ACCREDITORS.get(0),
                            Member.ACCREDITORS.get(1)));
            return network;
        } catch (IOException | InterruptedException | RuntimeException e) {
            network.close();
            throw e;
        }
    }

    private static NodeSettings.HostPort loopback(int port) {
        return new NodeSettings.HostPort("127.0.0.1", port);
    }

    /** When transactions made now expire. */
    static Instant soon() {
        return Instant.now().plus(9, ChronoUnit.MINUTES).truncatedTo(ChronoUnit.SECONDS);
    }

    LocalLedger site(int number) {
        return sites.get(number);
    }

    int rpcPort(int number) {
        return rpcPorts.get(number);
    }

    /** Submits to the first site and waits. */
    void mustBeFinal(SignedTransaction transaction) throws InterruptedException {
        Submission submission = site(0).client().submit(transaction, WAIT);
        if (!(submission instanceof Submission.Final)) {
            throw new IllegalStateException("not final: " + submission);
        }
    }

    @Override
    public void close() {
        Deque<LocalLedger> last = new ArrayDeque<>(sites);
        while (!last.isEmpty()) {
            last.pollLast().close();
        }
    }
}
