package org.assent.abci.rules;

import java.util.ArrayList;
import java.util.List;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.identity.ConsentId;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.StudyRef;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.state.AccessLogLeaf;
import org.assent.ledger.state.ClosedConsentLeaf;
import org.assent.ledger.state.GovernanceLeaf;
import org.assent.ledger.state.Leaf;
import org.assent.ledger.state.LeafCodec;
import org.assent.ledger.state.LeafKey;
import org.assent.ledger.state.OpenConsents;
import org.assent.ledger.state.OrganizationLeaf;
import org.assent.ledger.state.ProposalLeaf;
import org.assent.ledger.state.StudyLeaf;
import org.assent.ledger.state.Subject;
import org.assent.ledger.stream.ChangedLeaf;

/** Collects the leaves that a transaction, or the genesis, changes. */
public final class LeafChanges {

    private final List<ChangedLeaf> leaves = new ArrayList<>();

    /** Sets the members' rules. */
    public LeafChanges put(GovernanceLeaf governance) {
        return put(LeafKey.governance(), governance, Bytes.EMPTY);
    }

    /** Sets an organization. */
    LeafChanges put(OrganizationId organization, OrganizationLeaf leaf) {
        return put(LeafKey.of(organization), leaf, Bytes.EMPTY);
    }

    /** Sets a subject; its open consents are the annex. */
    LeafChanges put(SubjectId id, Subject subject) {
        return put(LeafKey.of(id), subject.leaf(), OpenConsents.encode(subject.consents()));
    }

    /** Sets a study. */
    LeafChanges put(StudyRef study, StudyLeaf leaf) {
        return put(LeafKey.of(study), leaf, Bytes.EMPTY);
    }

    /** Sets what an organization's access log says. */
    LeafChanges put(OrganizationId organization, AccessLogLeaf leaf) {
        return put(LeafKey.accessLog(organization), leaf, Bytes.EMPTY);
    }

    /** Sets a change that was put to the vote. */
    LeafChanges put(long number, ProposalLeaf leaf) {
        return put(LeafKey.proposal(number), leaf, Bytes.EMPTY);
    }

    /** Marks a consent as closed for good. */
    LeafChanges close(SubjectId subject, ConsentId consent) {
        return put(LeafKey.closed(subject, consent), new ClosedConsentLeaf(), Bytes.EMPTY);
    }

    /** What was collected, in the order it came. */
    public List<ChangedLeaf> leaves() {
        return List.copyOf(leaves);
    }

    /** The outcome of what makes these changes. */
    public Outcome.Applied applied() {
        return new Outcome.Applied(leaves);
    }

    private LeafChanges put(LeafKey key, Leaf leaf, Bytes annex) {
        leaves.add(new ChangedLeaf(key, LeafCodec.encode(leaf), annex));
        return this;
    }
}
