package org.assent.dicomweb;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.assent.custody.decision.DecisionPoint;
import org.assent.custody.decision.Findable;
import org.assent.custody.decision.PatientListing;
import org.assent.decision.AccessDecision;
import org.assent.decision.DecisionBasis;
import org.assent.decision.ImplicitPolicy;
import org.assent.decision.request.Operation;
import org.assent.decision.request.Requester;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.SubjectId;

/** A decision point that tests set: own people see what is held and not hidden, others what was opened to them. */
final class FakeDecisionPoint implements DecisionPoint {

    private final OrganizationId own;
    private final Predicate<String> held;
    private final Set<String> hidden = ConcurrentHashMap.newKeySet();
    private final Map<String, OrganizationId> shared = new ConcurrentHashMap<>();
    private final Map<OrganizationId, Set<String>> opened = new ConcurrentHashMap<>();
    private final List<Consumer<SubjectId>> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean stale;

    FakeDecisionPoint(OrganizationId own, Predicate<String> held) {
        this.own = own;
        this.held = held;
    }

    void hide(String study) {
        hidden.add(study);
        changed();
    }

    void share(String study, OrganizationId source) {
        shared.put(study, source);
    }

    void unshare(String study) {
        shared.remove(study);
        changed();
    }

    void open(OrganizationId organization, String study) {
        opened.computeIfAbsent(organization, o -> ConcurrentHashMap.newKeySet()).add(study);
    }

    void close(OrganizationId organization, String study) {
        opened.getOrDefault(organization, new HashSet<>()).remove(study);
        changed();
    }

    void stale(boolean now) {
        stale = now;
    }

    private void changed() {
        SubjectId subject = new SubjectId(Bytes32.of(new byte[32]));
        listeners.forEach(listener -> listener.accept(subject));
    }

    @Override
    public AccessDecision decide(Requester requester, String study, Operation operation) {
        DecisionBasis basis = new DecisionBasis(
                7, Instant.EPOCH, Optional.empty(), ImplicitPolicy.DENY.uri(), List.of(), List.of("a test says so"));
        boolean permitted = requester.organization().equals(own)
                ? shared.containsKey(study) || (held.test(study) && !hidden.contains(study))
                : opened.getOrDefault(requester.organization(), Set.of()).contains(study);
        return permitted
                ? new AccessDecision.Permit(basis)
                : new AccessDecision.Deny(AccessDecision.Reason.NO_PERMIT, basis);
    }

    @Override
    public Findable findable(Requester requester, Operation operation) {
        return requester.organization().equals(own)
                ? new Findable.Local(hidden, shared, 7)
                : new Findable.Only(opened.getOrDefault(requester.organization(), Set.of()), Map.of(), 7);
    }

    /** Of every patient alike: whose a study is, tests say elsewhere. */
    @Override
    public PatientListing listing(Requester requester, String patientId, Operation operation) {
        SortedMap<String, AccessDecision> decisions = new TreeMap<>();
        for (String study : opened.getOrDefault(requester.organization(), Set.of())) {
            decisions.put(study, decide(requester, study, operation));
        }
        return PatientListing.of(decisions, decide(requester, "", operation).basis());
    }

    @Override
    public void onChange(Consumer<SubjectId> listener) {
        listeners.add(listener);
    }

    @Override
    public boolean currentEnoughForOthers() {
        return !stale;
    }
}
