package org.assent.ledger.state;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.codec.Checks;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.signature.PublicKey;

/**
 * What an organization says of itself and accreditors vouch for.
 *
 * @param firstRootKey gives the OrganizationId
 * @param name public name, 1 to 120 characters; of the organization, never of a person
 * @param keys 1 to 16, sorted by role and key, at least one of each role
 * @param addresses in the order of preference, 1 to 4 https base addresses at which other sites reach it, without path or trailing slash
 * @param tlsPins sorted, 1 or 2 SHA-256 hashes of the SubjectPublicKeyInfo of its TLS key
 * @param flags what it is accredited for
 * @param ownPolicy implicit policy for its own requesters, a PCF overarching policy URI
 * @param foreignPolicy implicit policy for other organizations, a PCF overarching policy URI
 * @param nodes its nodes of the chain, sorted, 0 to 4, each node id and each validator key once
 */
public record OrganizationProfile(
        PublicKey firstRootKey,
        String name,
        List<OrganizationKey> keys,
        List<String> addresses,
        List<Bytes32> tlsPins,
        Set<Flag> flags,
        String ownPolicy,
        String foreignPolicy,
        List<OrganizationNode> nodes) {

    /** What an organization may be accredited for beyond membership; the order is part of the format. */
    public enum Flag {
        /** May declare emergencies. */
        EMERGENCY,
        /** Keeps the whole chain for the others. */
        ARCHIVE
    }

    /** The most keys that an organization may have at once. */
    public static final int MAX_KEYS = 16;

    /** Host name or IPv6 literal in lower case, with a port or without; the host is checked again where it is dialled. */
    private static final Pattern ADDRESS =
            Pattern.compile("https://([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?|\\[[0-9a-f:.]{2,45}])(:[1-9][0-9]{0,4})?");

    public OrganizationProfile {
        Checks.text("name of an organization", name, 120);
        Checks.size("keys of an organization", keys, 1, MAX_KEYS);
        Checks.distinct("keys of an organization", keys);
        keys = Checks.sorted(keys, Comparator.naturalOrder());
        for (OrganizationKey.Role role : OrganizationKey.Role.values()) {
            if (keys.stream().noneMatch(key -> key.role() == role)) {
                throw new IllegalArgumentException("an organization must have a key of role " + role);
            }
        }
        Checks.size("addresses", addresses, 1, 4);
        Checks.distinct("addresses", addresses);
        addresses = List.copyOf(addresses);
        addresses.forEach(OrganizationProfile::checkAddress);
        Checks.size("TLS pins", tlsPins, 1, 2);
        Checks.distinct("TLS pins", tlsPins);
        tlsPins = Checks.sorted(tlsPins, Comparator.naturalOrder());
        flags = Set.copyOf(flags);
        Checks.visibleAscii("own policy", ownPolicy, 255);
        Checks.visibleAscii("foreign policy", foreignPolicy, 255);
        Checks.size("nodes", nodes, 0, 4);
        Checks.distinct("nodes", nodes.stream().map(OrganizationNode::nodeId).toList());
        Checks.distinct(
                "validators",
                nodes.stream().flatMap(node -> node.validator().stream()).toList());
        nodes = Checks.sorted(nodes, Comparator.naturalOrder());
    }

    private static void checkAddress(String address) {
        if (!ADDRESS.matcher(address).matches()) {
            throw new IllegalArgumentException(
                    "an address must be https://host or https://host:port in lower case, without path or slash");
        }
    }

    /** {@code H("organization", first root key)}. */
    public OrganizationId organization() {
        return OrganizationId.of(firstRootKey);
    }
}
