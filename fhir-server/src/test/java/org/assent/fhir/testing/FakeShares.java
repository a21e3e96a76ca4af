package org.assent.fhir.testing;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assent.custody.share.ShareOutbox;
import org.assent.custody.share.SharedStudies;
import org.assent.custody.share.SharedStudy;
import org.assent.ledger.identity.OrganizationId;

/** Both ends of share packages, as the test says. */
public final class FakeShares implements SharedStudies, ShareOutbox {

    private final FakeDecisions decisions;
    private final Map<String, List<SharedStudy>> opened = new ConcurrentHashMap<>();
    private final Map<String, List<OrganizationId>> sources = new ConcurrentHashMap<>();
    private final List<Delivery> due = new CopyOnWriteArrayList<>();
    private final List<Long> delivered = new CopyOnWriteArrayList<>();
    private final List<SharedStudy> accepted = new CopyOnWriteArrayList<>();
    private volatile boolean fits = true;

    FakeShares(FakeDecisions decisions) {
        this.decisions = decisions;
    }

    /** As the source: the consent opens this, and a delivery is due. */
    public void open(OrganizationId recipient, SharedStudy study) {
        opened.put(study.consentResource(), List.of(study));
        due.add(new Delivery(due.size() + delivered.size() + 1, recipient, study.consentResource(), 0));
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
    public void failed(long id, String reason) {}
}
