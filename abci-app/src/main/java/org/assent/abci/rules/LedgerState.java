package org.assent.abci.rules;

import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.assent.ledger.identity.ConsentId;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.StudyRef;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.state.AccessLogLeaf;
import org.assent.ledger.state.GovernanceLeaf;
import org.assent.ledger.state.LeafCodec;
import org.assent.ledger.state.LeafKey;
import org.assent.ledger.state.OrganizationLeaf;
import org.assent.ledger.state.ProposalLeaf;
import org.assent.ledger.state.StudyLeaf;
import org.assent.ledger.state.Subject;
import org.assent.ledger.stream.ChangedLeaf;

/**
 * The state as one block sees it: what was committed before it, and what its transactions changed so far.
 *
 * <p>Not thread-safe: rules run one after the other.
 */
public final class LedgerState {

    private final LeafSource committed;
    private final SortedMap<LeafKey, ChangedLeaf> changes = new TreeMap<>();

    public LedgerState(LeafSource committed) {
        this.committed = committed;
    }

    /** The members' rules, which the genesis file sets. */
    public GovernanceLeaf governance() {
        ChangedLeaf changed = changes.get(LeafKey.governance());
        return changed == null
                ? committed.governance()
                : LeafSource.decoded(changed, leaf -> LeafCodec.governance(leaf.value()));
    }

    /** An organization, if it is registered. */
    public Optional<OrganizationLeaf> organization(OrganizationId organization) {
        ChangedLeaf changed = changes.get(LeafKey.of(organization));
        return changed == null
                ? committed.organization(organization)
                : Optional.of(LeafSource.decoded(changed, leaf -> LeafCodec.organization(leaf.value())));
    }

    /** A subject with its open consents as it counts at a block time, if it is enrolled. */
    public Optional<Subject> subject(SubjectId subject, Instant blockTime) {
        return read(LeafKey.of(subject), leaf -> LeafCodec.subject(leaf.value(), leaf.annex()))
                .map(stored -> stored.at(blockTime));
    }

    /** What an organization's access log said when it was last anchored, if it was. */
    public Optional<AccessLogLeaf> accessLog(OrganizationId organization) {
        return read(LeafKey.accessLog(organization), leaf -> LeafCodec.accessLog(leaf.value()));
    }

    /** A change that was put to the vote, if there is one of that number. */
    public Optional<ProposalLeaf> proposal(long number) {
        return read(LeafKey.proposal(number), leaf -> LeafCodec.proposal(leaf.value()));
    }

    /** A study, if it is registered. */
    public Optional<StudyLeaf> study(StudyRef study) {
        return read(LeafKey.of(study), leaf -> LeafCodec.study(leaf.value()));
    }

    /** Whether the consent was open once and is closed for good. */
    public boolean isClosed(SubjectId subject, ConsentId consent) {
        return leaf(LeafKey.closed(subject, consent)).isPresent();
    }

    /** Takes over what a transaction changes; later transactions of the block see it. */
    public void apply(Outcome.Applied outcome) {
        outcome.changes().forEach(leaf -> changes.put(leaf.key(), leaf));
    }

    /** All leaves that were changed so far, sorted by key, each once. */
    public Collection<ChangedLeaf> changes() {
        return changes.values();
    }

    private Optional<ChangedLeaf> leaf(LeafKey key) {
        ChangedLeaf changed = changes.get(key);
        return changed != null ? Optional.of(changed) : committed.leaf(key);
    }

    private <T> Optional<T> read(LeafKey key, LeafSource.Decoding<T> decoding) {
        return leaf(key).map(leaf -> LeafSource.decoded(leaf, decoding));
    }
}
