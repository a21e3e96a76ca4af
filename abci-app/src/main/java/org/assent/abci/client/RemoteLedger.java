package org.assent.abci.client;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import org.assent.abci.app.GenesisState;
import org.assent.abci.node.CometRpc;
import org.assent.abci.node.NodeHealth;
import org.assent.abci.stream.LedgerPulse;
import org.assent.abci.stream.RemoteCommitStream;
import org.assent.ledger.client.LedgerClient;
import org.assent.ledger.client.LedgerHealth;
import org.assent.ledger.stream.CommitStream;

/**
 * A site's part of the ledger in a process of its own, seen from the web side: the commit stream over its socket, submissions
 * over the node's RPC. It need not run yet; while it does not, the node counts as down and the chain grows stale.
 */
public final class RemoteLedger implements SiteLedger {

    private final RemoteCommitStream stream;
    private final CometLedgerClient client;
    private final ClosingParts parts;

    /**
     * Where the ledger process is.
     *
     * @param chainId that it must serve
     * @param stream socket file of its commit stream
     * @param rpcPort of its node, on loopback
     */
    public record Settings(String chainId, Path stream, int rpcPort) {}

    private RemoteLedger(RemoteCommitStream stream, CometLedgerClient client, ClosingParts parts) {
        this.stream = stream;
        this.client = client;
        this.parts = parts;
    }

    /** Begins to follow; returns at once. */
    public static RemoteLedger connect(Settings settings, Clock clock) {
        ClosingParts parts = new ClosingParts();
        RemoteCommitStream stream = parts.started(RemoteCommitStream.of(settings.stream(), settings.chainId()));
        CometRpc rpc = parts.started(new CometRpc(settings.rpcPort()));
        CometLedgerClient client = parts.started(CometLedgerClient.start(
                settings.chainId(),
                rpc,
                (after, follower) -> stream.followRecent(follower),
                0,
                () -> pulse(stream),
                clock));
        return new RemoteLedger(stream, client, parts);
    }

    /** What its process said within the last five seconds; else that the node does not answer, and what is known from before. */
    private static LedgerPulse pulse(RemoteCommitStream stream) {
        return stream.pulse().orElseGet(() -> silent(stream));
    }

    private static LedgerPulse silent(RemoteCommitStream stream) {
        NodeHealth silent = new NodeHealth(false, true, 0, 0, stream.trouble());
        return stream.lastPulse()
                .map(last -> new LedgerPulse(
                        last.height(), last.time(), last.stalenessBound(), silent, last.heldBack(), last.storage()))
                .orElseGet(() -> new LedgerPulse(
                        0,
                        Instant.EPOCH,
                        GenesisState.DEFAULT_STALENESS_BOUND,
                        silent,
                        0,
                        LedgerHealth.Storage.UNKNOWN));
    }

    @Override
    public CommitStream commitStream() {
        return stream;
    }

    @Override
    public LedgerClient client() {
        return client;
    }

    /** How the node is, as its process said within the last five seconds. */
    public NodeHealth health() {
        return pulse(stream).node();
    }

    @Override
    public void close() {
        parts.close();
    }
}
