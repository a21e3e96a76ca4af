package org.assent.abci.rules;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.state.GovernanceLeaf;
import org.assent.ledger.state.LeafKey;
import org.assent.ledger.state.OrganizationLeaf;
import org.assent.ledger.stream.ChangedLeaf;
import org.jspecify.annotations.Nullable;

/**
 * The leaves of one height, each read once: what CheckTx asked for is there when the next block asks again. Holds the first
 * {@value #MOST} and reads the others each time. Thread-safe.
 */
public final class RememberedLeaves implements LeafSource {

    private static final int MOST = 10_000;

    /** Bytes: subjects with many open consents are read each time, so that all of it stays small. */
    private static final int SMALL = 512;

    private final LeafSource leaves;
    private final Map<LeafKey, Optional<ChangedLeaf>> read = new ConcurrentHashMap<>();
    private final Map<OrganizationId, Optional<OrganizationLeaf>> organizations = new ConcurrentHashMap<>();
    private volatile @Nullable GovernanceLeaf governance;

    public RememberedLeaves(LeafSource leaves) {
        this.leaves = leaves;
    }

    @Override
    public Optional<ChangedLeaf> leaf(LeafKey key) {
        Optional<ChangedLeaf> known = read.get(key);
        if (known != null) {
            return known;
        }
        Optional<ChangedLeaf> leaf = leaves.leaf(key);
        if (read.size() < MOST
                && leaf.map(found -> found.annex().length() <= SMALL).orElse(true)) {
            read.put(key, leaf);
        }
        return leaf;
    }

    @Override
    public GovernanceLeaf governance() {
        GovernanceLeaf known = governance;
        if (known == null) {
            known = leaves.governance();
            governance = known;
        }
        return known;
    }

    @Override
    public Optional<OrganizationLeaf> organization(OrganizationId organization) {
        Optional<OrganizationLeaf> known = organizations.get(organization);
        if (known != null) {
            return known;
        }
        Optional<OrganizationLeaf> decoded = leaves.organization(organization);
        if (decoded.isPresent() && organizations.size() < MOST) {
            organizations.put(organization, decoded);
        }
        return decoded;
    }
}
