package org.assent.site.joining;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.assent.abci.app.MemberNodes;
import org.assent.abci.node.NodeKeys;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.state.GovernanceLeaf;
import org.assent.ledger.state.OrganizationLeaf;
import org.assent.ledger.state.OrganizationNode;

/** The nodes that the ledger lists, seen by one of them. Pure. */
public final class NodesOfOthers {

    private NodesOfOthers() {}

    /**
     * Whom a node connects with: those that the operator configured, at the addresses given there, and those of organizations,
     * but for those that are cut off ({@link MemberNodes}), whoever configured them.
     *
     * @param governance the members' rules; empty while they are not known: then those of suspended organizations are left out
     *     unless the operator configured them
     * @param configured {@code nodeid@host:port} each
     * @param own this node's id
     * @return {@code nodeid@host:port} each, sorted
     */
    public static List<String> peers(
            Collection<OrganizationLeaf> organizations,
            Optional<GovernanceLeaf> governance,
            List<String> configured,
            String own) {
        Map<String, String> peers = new TreeMap<>();
        organizations.stream()
                .filter(organization -> governance.isPresent() || !organization.suspended())
                .flatMap(organization -> organization.profile().nodes().stream())
                .forEach(node -> peers.put(node.nodeId(), node.peer()));
        configured.forEach(peer -> peers.put(peer.substring(0, peer.indexOf('@')), peer));
        governance.map(rules -> MemberNodes.of(organizations, rules).cutOff()).ifPresent(peers.keySet()::removeAll);
        peers.remove(own);
        return new ArrayList<>(peers.values());
    }

    /** Names of organizations by the address of their validators, 40 upper-case hexadecimal digits. */
    public static Map<String, String> validatorNames(Collection<OrganizationLeaf> organizations) {
        Map<String, String> names = new TreeMap<>();
        for (OrganizationLeaf organization : organizations) {
            for (OrganizationNode node : organization.profile().nodes()) {
                node.validator()
                        .map(Bytes32::toByteArray)
                        .map(NodeKeys::validatorAddress)
                        .ifPresent(address ->
                                names.put(address, organization.profile().name()));
            }
        }
        return names;
    }
}
