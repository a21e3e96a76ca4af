package org.assent.fhir.testing;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.assent.custody.share.EndedShare;
import org.assent.custody.share.OfferedShare;
import org.assent.custody.share.ShareExchange;
import org.assent.custody.share.ShareOutbox;
import org.assent.custody.share.SharedStudy;
import org.assent.ledger.identity.OrganizationId;

/** Both ends of share packages, as the test says. */
public final class FakeShares implements ShareExchange, ShareOutbox {

    private final FakeDecisions decisions;
    private final Map<String, List<SharedStudy>> opened = new ConcurrentHashMap<>();
    private final Map<String, List<OrganizationId>> sources = new ConcurrentHashMap<>();
    private final List<Delivery> due = new CopyOnWriteArrayList<>();
    private final List<Long> delivered = new CopyOnWriteArrayList<>();
    private final List<Long> failed = new CopyOnWriteArrayList<>();
    private final List<SharedStudy> accepted = new CopyOnWriteArrayList<>();
    private final List<OfferedShare> offered = new CopyOnWriteArrayList<>();
    private final Map<OrganizationId, Long> taken = new ConcurrentHashMap<>();
    private final AtomicLong revisions = new AtomicLong();
    private final AtomicLong deliveries = new AtomicLong();
    private volatile boolean fits = true;
    private volatile Consumer<SharedStudy> forgetting = share -> {};

    FakeShares(FakeDecisions decisions) {
        this.decisions = decisions;
    }

    /** As the source: the consent opens this, and a delivery is due, whose id is given back. */
    public long open(OrganizationId recipient, SharedStudy study) {
        opened.put(study.consentResource(), List.of(study));
        return due(recipient, study.consentResource());
    }

    private long due(OrganizationId recipient, String consent) {
        long id = deliveries.incrementAndGet();
        due.add(new Delivery(id, recipient, consent, 0));
        return id;
    }

    /** As the source: the consent opens nothing any more, and a delivery is due. */
    public void end(OrganizationId recipient, String consent) {
        opened.remove(consent);
        due(recipient, consent);
    }

    /** As the source: what recipients may hold. */
    public List<OfferedShare> offered() {
        return List.copyOf(offered);
    }

    /** As the recipient: who forgets what was kept. */
    public void forgetting(Consumer<SharedStudy> how) {
        forgetting = how;
    }

    /** As the recipient: whether openings fit the ledger. */
    public void fits(boolean now) {
        fits = now;
    }

    /** As the recipient: what was kept. */
    public List<SharedStudy> accepted() {
        return List.copyOf(accepted);
    }

    /** As the source: which deliveries arrived. */
    public List<Long> deliveredIds() {
        return List.copyOf(delivered);
    }

    /** As the source: which deliveries failed, once for each time. */
    public List<Long> failedIds() {
        return List.copyOf(failed);
    }

    /** As the recipient: it is no longer shared. */
    public void unshare(String study) {
        sources.remove(study);
        decisions.unshare(study);
    }

    /** As the recipient: one source no longer shares it; another one may. */
    public void unshare(String study, OrganizationId source) {
        sources.getOrDefault(study, List.of()).remove(source);
        inForce(study);
    }

    private void inForce(String study) {
        sourceOf(study).ifPresentOrElse(first -> decisions.share(study, first), () -> decisions.unshare(study));
    }

    @Override
    public List<SharedStudy> openedBy(String consent, OrganizationId recipient) {
        return opened.getOrDefault(consent, List.of());
    }

    @Override
    public List<OfferedShare> endedFor(String consent, OrganizationId recipient) {
        return offered.stream()
                .filter(share -> share.recipient().equals(recipient)
                        && share.consentResourceId().equals(consent)
                        && !opened.containsKey(consent))
                .toList();
    }

    @Override
    public void offering(OrganizationId recipient, SharedStudy study) {
        offered.add(new OfferedShare(
                recipient,
                study.subject(),
                study.consent(),
                study.consentResource(),
                study.study().studyInstanceUid()));
    }

    @Override
    public void ended(OfferedShare share) {
        offered.remove(share);
    }

    @Override
    public long nextRevision(OrganizationId recipient) {
        return revisions.incrementAndGet();
    }

    @Override
    public boolean takes(OrganizationId from, long revision) {
        return taken.merge(from, revision, Math::max).equals(revision);
    }

    @Override
    public void withdrawn(OrganizationId from, EndedShare ended) {
        for (SharedStudy share : List.copyOf(accepted)) {
            if (share.source().equals(from)
                    && share.consent().equals(ended.consent())
                    && share.study().studyInstanceUid().equals(ended.studyInstanceUid())) {
                accepted.remove(share);
                unshare(ended.studyInstanceUid());
                forgetting.accept(share);
            }
        }
    }

    @Override
    public boolean accept(OrganizationId from, SharedStudy study) {
        if (!fits) {
            return false;
        }
        accepted.add(study);
        String uid = study.study().studyInstanceUid();
        List<OrganizationId> before = sources.computeIfAbsent(uid, unknown -> new CopyOnWriteArrayList<>());
        if (!before.contains(from)) {
            before.add(from);
        }
        inForce(uid);
        return true;
    }

    @Override
    public Optional<OrganizationId> sourceOf(String study) {
        return sources.getOrDefault(study, List.of()).stream().findFirst();
    }

    @Override
    public Set<OrganizationId> keptFrom(String study) {
        return Set.copyOf(sources.getOrDefault(study, List.of()));
    }

    @Override
    public List<Delivery> due(int limit) {
        return due.stream().limit(limit).toList();
    }

    @Override
    public void delivered(long id) {
        due.removeIf(delivery -> delivery.id() == id);
        delivered.add(id);
    }

    @Override
    public void failed(long id, String reason) {
        failed.add(id);
    }
}
