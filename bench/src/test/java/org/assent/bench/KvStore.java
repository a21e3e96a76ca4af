package org.assent.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assent.abci.app.GenesisState;
import org.assent.abci.node.CometRpc;
import org.assent.abci.node.Genesis;
import org.assent.abci.node.NodeHome;
import org.assent.abci.node.NodeKeys;
import org.assent.abci.node.NodeSettings;
import org.assent.abci.node.RpcException;
import org.assent.ledger.signature.P256Signer;
import org.assent.testsupport.FreePorts;

/** The peer: CometBFT with its built-in {@code kvstore} in its own process, in memory, no signatures and no tree; same configuration. */
final class KvStore implements AutoCloseable {

    private final Process process;
    private final int rpcPort;

    private KvStore(Process process, int rpcPort) {
        this.process = process;
        this.rpcPort = rpcPort;
    }

    static KvStore start(Path folder) throws IOException, InterruptedException {
        NodeKeys keys = NodeKeys.loadOrCreate(folder);
        GenesisState unused = new GenesisState(
                Member.ACCREDITORS.stream().map(P256Signer::publicKey).toList(),
                2,
                GenesisState.DEFAULT_STALENESS_BOUND);
        byte[] genesis = new Genesis(
                        "kvstore", Instant.now(), List.of(new Genesis.Validator("n", keys.validatorKey(), 10)), unused)
                .toJson();
        List<Integer> ports = FreePorts.take(2);
        NodeHome.write(
                folder,
                genesis,
                new NodeSettings(
                        "kvstore", new NodeSettings.HostPort("127.0.0.1", ports.get(0)), ports.get(1), List.of()));
        Process process = new ProcessBuilder(
                        Network.cometBft().toString(), "node", "--home", folder.toString(), "--proxy_app=kvstore")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("kvstore.log").toFile())
                .start();
        KvStore started = new KvStore(process, ports.get(1));
        started.awaitBlocks();
        return started;
    }

    private void awaitBlocks() throws InterruptedException {
        try (CometRpc rpc = new CometRpc(rpcPort)) {
            for (int i = 0; i < 600; i++) {
                try {
                    if (rpc.status().height() >= 2) {
                        return;
                    }
                } catch (RpcException e) {
                    if (!process.isAlive()) {
                        break;
                    }
                }
                Thread.sleep(50);
            }
        }
        close();
        throw new IllegalStateException("the kvstore peer does not start");
    }

    int rpcPort() {
        return rpcPort;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
