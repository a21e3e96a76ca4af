package org.assent.abci.app;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.governance.ValidatorPower;
import org.assent.ledger.state.GovernanceLeaf;
import org.assent.ledger.state.OrganizationLeaf;
import org.assent.ledger.state.OrganizationNode;

/**
 * The nodes that organizations say are theirs, by what the ledger says of those organizations. Pure, immutable.
 *
 * <p>A node is cut off when all organizations that list it are suspended and none of them has a vote through it. A suspended
 * organization that still has a vote stays connected until members take it away: without its votes the ledger might stand
 * still, and then nobody could be reinstated or voted out any more.
 *
 * @param known ids of the nodes that some organization lists
 * @param cutOff ids of those that nobody connects with
 */
public record MemberNodes(Set<String> known, Set<String> cutOff) {

    /** Where nothing is known of the ledger yet. */
    public static final MemberNodes NONE = new MemberNodes(Set.of(), Set.of());

    public MemberNodes {
        known = Set.copyOf(known);
        cutOff = Set.copyOf(cutOff);
    }

    /** As the ledger has them. */
    public static MemberNodes of(Collection<OrganizationLeaf> organizations, GovernanceLeaf governance) {
        Set<Bytes32> claimed = new HashSet<>();
        Set<String> inForce = new HashSet<>();
        organizations.stream()
                .filter(organization -> !organization.suspended())
                .flatMap(organization -> organization.profile().nodes().stream())
                .forEach(node -> {
                    inForce.add(node.nodeId());
                    node.validator().ifPresent(claimed::add);
                });
        Map<String, Boolean> votes = new HashMap<>();
        for (OrganizationLeaf organization : organizations) {
            if (organization.suspended()) {
                for (OrganizationNode node : organization.profile().nodes()) {
                    boolean has = node.validator()
                            .filter(key -> hasVote(governance.validators(), key, organization, claimed))
                            .isPresent();
                    votes.merge(node.nodeId(), has, Boolean::logicalOr);
                }
            }
        }
        Set<String> known = new HashSet<>(inForce);
        known.addAll(votes.keySet());
        Set<String> cutOff = new HashSet<>(votes.keySet());
        cutOff.removeIf(id -> inForce.contains(id) || votes.getOrDefault(id, false));
        return new MemberNodes(known, cutOff);
    }

    /**
     * A vote belongs to the organization that was given it. One of the genesis file belongs to whoever says so, but for what a member
     * in force claims too: behind that a suspended one cannot hide.
     */
    private static boolean hasVote(
            List<ValidatorPower> validators, Bytes32 key, OrganizationLeaf organization, Set<Bytes32> claimed) {
        return validators.stream()
                .filter(validator -> validator.key().equals(key))
                .anyMatch(validator -> validator
                                .organization()
                                .equals(Optional.of(organization.profile().organization()))
                        || (validator.organization().isEmpty() && !claimed.contains(key)));
    }
}
