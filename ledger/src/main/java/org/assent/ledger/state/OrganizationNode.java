package org.assent.ledger.state;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;
import org.assent.ledger.bytes.Bytes32;

/**
 * A CometBFT node of an organization, for the others to connect to.
 *
 * @param nodeId CometBFT's: 40 lower-case hexadecimal digits
 * @param address host:port of its peer-to-peer listener, host name or IPv4 address in lower case or IPv6 address in brackets
 * @param validator its Ed25519 public key, if it signs blocks or is meant to
 */
public record OrganizationNode(String nodeId, String address, Optional<Bytes32> validator)
        implements Comparable<OrganizationNode> {

    private static final Pattern NODE_ID = Pattern.compile("[0-9a-f]{40}");
    private static final Pattern ADDRESS =
            Pattern.compile("([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?|\\[[0-9a-f:.]{2,45}]):[1-9][0-9]{0,4}");
    private static final Comparator<OrganizationNode> ORDER = Comparator.comparing(OrganizationNode::nodeId);

    public OrganizationNode {
        if (!NODE_ID.matcher(nodeId).matches()) {
            throw new IllegalArgumentException("a node id must be 40 lower-case hexadecimal digits");
        }
        if (!ADDRESS.matcher(address).matches()) {
            throw new IllegalArgumentException("the address of a node must be host:port in lower case");
        }
    }

    /** As CometBFT's {@code persistent_peers} has it: node id, at sign, address. */
    public String peer() {
        return nodeId + "@" + address;
    }

    /** By node id, which an organization has once. */
    @Override
    public int compareTo(OrganizationNode other) {
        return ORDER.compare(this, other);
    }
}
