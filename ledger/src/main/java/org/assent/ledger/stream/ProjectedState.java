package org.assent.ledger.stream;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assent.ledger.codec.MalformedBytes;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.StudyRef;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.state.AccessLogLeaf;
import org.assent.ledger.state.GovernanceLeaf;
import org.assent.ledger.state.LeafCodec;
import org.assent.ledger.state.LeafKey;
import org.assent.ledger.state.OrganizationLeaf;
import org.assent.ledger.state.StudyLeaf;
import org.assent.ledger.state.Subject;

/** The decoded leaves of one height. Not thread-safe: {@link LedgerProjection} guards it. */
final class ProjectedState {

    /** A change that was decoded and checked, and only has to be stored. */
    private interface Checked {
        void store();
    }

    private final Map<OrganizationId, OrganizationLeaf> organizations = new HashMap<>();
    private final Map<SubjectId, Subject> subjects = new HashMap<>();
    private final Map<OrganizationId, AccessLogLeaf> accessLogs = new HashMap<>();
    private final StudyTable studies = new StudyTable();
    private Optional<GovernanceLeaf> governance = Optional.empty();
    private long height;
    private Instant time;

    ProjectedState(long height, Instant time) {
        this.height = height;
        this.time = time;
    }

    /** Stores one leaf of a whole state. */
    void put(ChangedLeaf leaf) {
        check(leaf).store();
    }

    /** Takes a block: all of its changes, or none if one of them is broken. */
    void apply(CommittedBlock block) {
        List<Checked> changes = new ArrayList<>(block.changes().size());
        for (ChangedLeaf change : block.changes()) {
            changes.add(check(change));
        }
        changes.forEach(Checked::store);
        height = block.height();
        time = block.time();
    }

    private Checked check(ChangedLeaf leaf) {
        LeafKey key = leaf.key();
        try {
            return switch (key.kind()) {
                case GOVERNANCE -> {
                    GovernanceLeaf changed = LeafCodec.governance(leaf.value());
                    yield () -> governance = Optional.of(changed);
                }
                case ORGANIZATION -> {
                    OrganizationLeaf changed = LeafCodec.organization(leaf.value());
                    yield () -> organizations.put(new OrganizationId(key.name()), changed);
                }
                case SUBJECT -> {
                    Subject changed = LeafCodec.subject(leaf.value(), leaf.annex());
                    yield () -> subjects.put(new SubjectId(key.name()), changed);
                }
                case STUDY -> {
                    StudyLeaf changed = LeafCodec.study(leaf.value());
                    yield () -> studies.put(new StudyRef(key.name()), changed);
                }
                case ACCESS_LOG -> {
                    AccessLogLeaf changed = LeafCodec.accessLog(leaf.value());
                    yield () -> accessLogs.put(new OrganizationId(key.name()), changed);
                }
                case CLOSED_CONSENT, PROPOSAL -> () -> {}; // no decision reads them
            };
        } catch (MalformedBytes e) {
            throw new IllegalStateException("the state machine committed a broken leaf of kind " + key.kind(), e);
        }
    }

    long height() {
        return height;
    }

    Instant time() {
        return time;
    }

    Optional<GovernanceLeaf> governance() {
        return governance;
    }

    Optional<OrganizationLeaf> organization(OrganizationId organization) {
        return Optional.ofNullable(organizations.get(organization));
    }

    List<OrganizationLeaf> organizations() {
        return List.copyOf(organizations.values());
    }

    Optional<AccessLogLeaf> accessLog(OrganizationId organization) {
        return Optional.ofNullable(accessLogs.get(organization));
    }

    Optional<Subject> subject(SubjectId subject) {
        return Optional.ofNullable(subjects.get(subject));
    }

    Optional<StudyLeaf> study(StudyRef study) {
        return studies.get(study);
    }
}
