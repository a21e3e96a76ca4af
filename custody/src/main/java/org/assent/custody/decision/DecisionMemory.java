package org.assent.custody.decision;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.assent.custody.chain.ChainAccess;
import org.assent.custody.study.StudyStore;
import org.assent.decision.ConsentInForce;
import org.assent.ledger.commitment.Salt;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.StudyRef;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.state.OrganizationLeaf;
import org.assent.ledger.state.Subject;
import org.assent.ledger.stream.ChangedLeaf;
import org.assent.ledger.stream.CommittedBlock;
import org.assent.ledger.stream.LedgerProjection;

/**
 * What decisions read besides the committed state, all of it in memory: fed from the database at start, then by
 * registration, the registrar and share packages; and who is told when something changes. Thread-safe.
 */
public final class DecisionMemory implements AutoCloseable {

    private final ChainAccess chain;
    private final HeldStudies heldStudies = new HeldStudies();
    private final ConsentContents contents = new ConsentContents();
    private final PendingRestrictions pending = new PendingRestrictions();
    private final SharedIndex shared = new SharedIndex();
    private final ChangeNotifier notifier = new ChangeNotifier();
    private final PeriodWatch periods;
    private final LedgerProjection.Listening onCommit;
    private final LedgerProjection.Listening onReplaced;

    /** Subjects of this site that have open consents or are frozen: the only ones for whom anything is out of the rule. */
    private final Set<SubjectId> consenting = ConcurrentHashMap.newKeySet();

    /** How often an organization changed what decisions follow from. */
    private record Version(long revision, long standing) {

        static Version of(OrganizationLeaf leaf) {
            return new Version(leaf.revision(), leaf.standing());
        }
    }

    /** Of each organization, as last seen. */
    private final Map<OrganizationId, Version> versions = new ConcurrentHashMap<>();

    /** Begins to listen to the ledger. */
    public DecisionMemory(ChainAccess chain) {
        this.chain = chain;
        noteVersions();
        this.periods = new PeriodWatch(chain.clock(), notifier, chain::current, this::everybodyChanged);
        this.onCommit = chain.projection().onCommit(this::committed);
        this.onReplaced = chain.projection().onStateReplaced(this::replaced);
    }

    HeldStudies heldStudies() {
        return heldStudies;
    }

    ConsentContents contents() {
        return contents;
    }

    /** Restrictions that are not on the ledger yet. */
    public PendingRestrictions pending() {
        return pending;
    }

    /** What other sites opened to this one. */
    public SharedIndex shared() {
        return shared;
    }

    ChangeNotifier notifier() {
        return notifier;
    }

    Set<SubjectId> consenting() {
        return consenting;
    }

    /** Begins to watch the time. */
    public void start() {
        periods.start();
    }

    /** A study is held here. */
    public void studyHeld(StudyStore.Known study) {
        heldStudies.put(study);
        look(study.subject());
    }

    /** The content of a consent of this site's patient is known, whether it is on the ledger yet or not. */
    public void contentKnown(SubjectId subject, ConsentInForce consent, Salt salt) {
        contents.put(subject, consent, salt);
        periods.watch(subject, consent.terms());
        look(subject);
    }

    /** Contents of closed or replaced consents, to be forgotten. */
    public ConsentContents knownContents() {
        return contents;
    }

    /** Another site opened a study to this one. */
    public void shared(SharedIndex.Share share) {
        shared.put(share);
        periods.watch(share.subject(), share.consent().terms());
        notifier.changed(share.subject());
    }

    /** What may be seen of the subject's studies may have changed for a reason that the ledger does not show yet. */
    public void changed(SubjectId subject) {
        notifier.changed(subject);
    }

    private void committed(CommittedBlock block) {
        for (ChangedLeaf change : block.changes()) {
            switch (change.key().kind()) {
                case SUBJECT -> {
                    SubjectId subject = new SubjectId(change.key().name());
                    look(subject);
                    if (isOurs(subject) || !shared.keys(subject).isEmpty()) {
                        notifier.changed(subject);
                    }
                }
                case STUDY -> studyChanged(new StudyRef(change.key().name()));
                case ORGANIZATION ->
                    organizationChanged(new OrganizationId(change.key().name()));
                case GOVERNANCE -> everybodyChanged();
                case ACCESS_LOG, CLOSED_CONSENT, PROPOSAL -> {}
            }
        }
    }

    /**
     * Each transaction of an organization changes its balance, which nothing is decided by; profile and suspension have
     * counters.
     */
    private void organizationChanged(OrganizationId organization) {
        Optional<Version> now = chain.view().organization(organization).map(Version::of);
        if (!now.equals(Optional.ofNullable(versions.get(organization)))) {
            now.ifPresent(version -> versions.put(organization, version));
            everybodyChanged();
        }
    }

    private void studyChanged(StudyRef ref) {
        heldStudies.find(ref).ifPresent(study -> notifier.changed(study.subject()));
        shared.subjectOf(ref).ifPresent(notifier::changed);
    }

    private void replaced() {
        noteVersions();
        heldStudies.subjects().forEach(this::look);
        contents.subjects().forEach(this::look);
        everybodyChanged();
    }

    private void noteVersions() {
        chain.view().organizations().forEach(leaf -> versions.put(leaf.profile().organization(), Version.of(leaf)));
    }

    private void everybodyChanged() {
        Set<SubjectId> all = new HashSet<>(consenting);
        all.addAll(shared.subjects());
        all.forEach(notifier::changed);
    }

    private void look(SubjectId subject) {
        boolean special = isOurs(subject)
                && chain.view()
                        .subject(subject)
                        .filter(known ->
                                !known.consents().isEmpty() || known.leaf().frozen())
                        .isPresent();
        if (special) {
            consenting.add(subject);
        } else {
            consenting.remove(subject);
        }
    }

    private boolean isOurs(SubjectId subject) {
        return !heldStudies.of(subject).isEmpty()
                || chain.view()
                        .subject(subject)
                        .map(Subject::leaf)
                        .filter(leaf -> leaf.source().equals(chain.own()))
                        .isPresent();
    }

    /** Stops listening and watching. */
    @Override
    public void close() {
        onCommit.close();
        onReplaced.close();
        periods.close();
    }
}
