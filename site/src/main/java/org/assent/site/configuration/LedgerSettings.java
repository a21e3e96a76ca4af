package org.assent.site.configuration;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.nio.file.Path;
import java.util.List;

/**
 * The site's part of the ledger: its validator.
 *
 * @param genesis the network's genesis file, as the members agreed on it
 * @param bind {@code address:port} at which the node listens for the other nodes
 * @param rpcPort loopback port of the node's RPC, for this site alone
 * @param peers the other nodes, {@code nodeid@host:port} each, possibly none
 */
public record LedgerSettings(
        Path genesis,
        String bind,
        int rpcPort,
        @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> peers) {

    private static final String NODE_ID = "[0-9a-f]{40}";

    public LedgerSettings {
        peers = List.copyOf(peers);
    }

    void check(Path folder, Findings findings) {
        findings.require(
                folder.resolve(genesis).toFile().canRead(),
                "ledger.genesis",
                "names " + folder.resolve(genesis)
                        + ", which cannot be read; get the network's genesis file from another member");
        findings.require(Hosts.isHostAndPort(bind), "ledger.bind", "is address:port like 0.0.0.0:26656, not " + bind);
        findings.require(Hosts.isPort(rpcPort), "ledger.rpcPort", "is a port from 1 to 65535, not " + rpcPort);
        peers().forEach(peer -> {
            int at = peer.indexOf('@');
            findings.require(
                    at > 0 && peer.substring(0, at).matches(NODE_ID) && Hosts.isHostAndPort(peer.substring(at + 1)),
                    "ledger.peers",
                    "are 40 hexadecimal digits, @, host:port, not " + peer);
        });
    }
}
