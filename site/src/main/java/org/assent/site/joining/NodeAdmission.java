package org.assent.site.joining;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.assent.abci.node.CometRpc;
import org.assent.abci.node.NodeKeys;
import org.assent.abci.node.RpcException;
import org.assent.ledger.stream.LedgerView;
import org.assent.site.SiteFolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this site's node connected with the nodes of the members, without restarting it: follows the ledger, keeps {@link
 * MembersFile} and tells the node through its RPC whom to dial. Whom it lets in is the application's answer
 * (org.assent.abci.app.PeerAdmission).
 */
public final class NodeAdmission implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NodeAdmission.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration AGAIN = Duration.ofSeconds(30);

    private final LedgerView view;
    private final MembersFile members;
    private final List<String> configured;
    private final String own;
    private final CometRpc rpc;
    private final Thread thread =
            Thread.ofPlatform().name("node-admission").daemon().unstarted(this::follow);

    private Set<String> told = Set.of();
    private long toldAt = System.nanoTime() - AGAIN.toNanos();

    private NodeAdmission(LedgerView view, MembersFile members, List<String> configured, String own, int rpcPort) {
        this.view = view;
        this.members = members;
        this.configured = configured;
        this.own = own;
        this.rpc = new CometRpc(rpcPort);
    }

    /**
     * Begins to follow.
     *
     * @param configured the peers that the operator configured
     * @param rpcPort of this site's node
     */
    public static NodeAdmission start(SiteFolder folder, LedgerView view, List<String> configured, int rpcPort)
            throws IOException {
        NodeAdmission admission = new NodeAdmission(
                view,
                folder.members(),
                configured,
                NodeKeys.loadOrCreate(folder.node()).nodeId(),
                rpcPort);
        admission.thread.start();
        return admission;
    }

    private void follow() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                if (view.height() > 0) {
                    look();
                }
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() throws InterruptedException {
        try {
            members.write(view.organizations());
            List<String> peers = NodesOfOthers.peers(view.organizations(), view.governance(), configured, own);
            boolean due = !told.containsAll(peers) || System.nanoTime() - toldAt >= AGAIN.toNanos();
            if (due && !peers.isEmpty() && isOneMissing(peers)) {
                LOG.debug("the node is told of {} others", peers.size());
                rpc.dialPeers(peers);
                told = new HashSet<>(peers);
                toldAt = System.nanoTime();
            }
        } catch (RpcException e) {
            LOG.debug("the node is away, it is told later", e);
        } catch (IOException e) {
            LOG.error("the members' file cannot be written", e);
        }
    }

    /** Whoever is connected was let in; the node is not told again without need. */
    private boolean isOneMissing(List<String> peers) throws RpcException, InterruptedException {
        Set<String> connected = rpc.peerIds();
        return peers.stream().anyMatch(peer -> !connected.contains(peer.substring(0, peer.indexOf('@'))));
    }

    @Override
    public void close() {
        thread.interrupt();
        rpc.close();
    }
}
