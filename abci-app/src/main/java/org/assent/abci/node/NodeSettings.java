package org.assent.abci.node;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How one node of the network is reached and whom it reaches.
 *
 * @param moniker its name in logs, 1 to 60 visible ASCII characters without quotes
 * @param peerAddress where it listens for other nodes
 * @param rpcPort on loopback, for this site only
 * @param peers the other nodes, by id; nothing else is dialled
 * @param stateSync where a node without any state begins; empty: with the genesis
 */
public record NodeSettings(
        String moniker, HostPort peerAddress, int rpcPort, List<Peer> peers, Optional<StateSync> stateSync) {

    private static final Pattern MONIKER = Pattern.compile("[!-~&&[^\"\\\\]]{1,60}");

    /** Of a node that begins with the genesis. */
    public NodeSettings(String moniker, HostPort peerAddress, int rpcPort, List<Peer> peers) {
        this(moniker, peerAddress, rpcPort, peers, Optional.empty());
    }

    public NodeSettings {
        if (!MONIKER.matcher(moniker).matches()) {
            throw new IllegalArgumentException("a moniker is 1 to 60 visible ASCII characters without quotes");
        }
        peers = List.copyOf(peers);
        new HostPort("127.0.0.1", rpcPort);
    }

    /** A host name or IP address, and a port. */
    public record HostPort(String host, int port) {

        private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:-]{1,253}");

        public HostPort {
            if (!HOST.matcher(host).matches() || port < 1 || port > 65_535) {
                throw new IllegalArgumentException("an address is a host name or IP address and a port of 1 to 65535");
            }
        }

        boolean isLoopback() {
            return host.equals("localhost") || host.equals("::1") || host.matches("127(\\.[0-9]{1,3}){3}");
        }

        @Override
        public String toString() {
            return host.contains(":") ? "[" + host + "]:" + port : host + ":" + port;
        }
    }

    /**
     * Another node.
     *
     * @param nodeId 40 hexadecimal digits: it must prove to have that key
     * @param address where it listens
     */
    public record Peer(String nodeId, HostPort address) {

        private static final Pattern NODE_ID = Pattern.compile("[0-9a-f]{40}");

        public Peer {
            if (!NODE_ID.matcher(nodeId).matches()) {
                throw new IllegalArgumentException("a node id is 40 lower-case hexadecimal digits");
            }
        }
    }

    /**
     * How a new node gets the state of a snapshot instead of replaying all blocks: light client, beginning with a header that
     * is trusted. It is used once; a node with a state goes on from that.
     *
     * @param rpcServers at least two, of different sites: the second is the witness of the first
     * @param trustHeight height of the trusted header
     * @param trustHash its hash, 64 hexadecimal digits
     * @param trustPeriod how old that header may be; less than the age of evidence
     */
    public record StateSync(List<HostPort> rpcServers, long trustHeight, String trustHash, Duration trustPeriod) {

        private static final Pattern HASH = Pattern.compile("[0-9A-Fa-f]{64}");

        public StateSync {
            rpcServers = List.copyOf(rpcServers);
            if (rpcServers.size() < 2 || rpcServers.size() > 16) {
                throw new IllegalArgumentException("state sync takes the RPC addresses of 2 to 16 sites");
            }
            if (trustHeight < 1 || !HASH.matcher(trustHash).matches() || trustPeriod.toSeconds() < 1) {
                throw new IllegalArgumentException(
                        "state sync begins with a height, the 64 hexadecimal digits of its header's hash, and how old it may be");
            }
        }
    }

    /** Whether all of the network is on this machine, as in the demo and in tests. */
    boolean isLocal() {
        return peerAddress.isLoopback()
                && peers.stream().allMatch(peer -> peer.address().isLoopback());
    }
}
