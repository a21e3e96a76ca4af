package org.assent.fhir.testing;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.assent.custody.decision.DecisionPoint;
import org.assent.custody.decision.Findable;
import org.assent.custody.decision.PatientListing;
import org.assent.decision.AccessDecision;
import org.assent.decision.ConsentInForce;
import org.assent.decision.DecisionBasis;
import org.assent.decision.request.Operation;
import org.assent.decision.request.PurposeOfUse;
import org.assent.decision.request.Requester;
import org.assent.decision.terms.ConsentTerms;
import org.assent.decision.terms.DataSelection;
import org.assent.decision.terms.Effect;
import org.assent.decision.terms.Period;
import org.assent.decision.terms.Rule;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.identity.ConsentId;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.SubjectId;

/** A decision point that permits what the test says. */
public final class FakeDecisions implements DecisionPoint {

    /** Height of every decision. */
    public static final long HEIGHT = 42;

    private final OrganizationId own;
    private final Map<OrganizationId, Set<String>> permitted = new ConcurrentHashMap<>();
    private final Set<String> hidden = ConcurrentHashMap.newKeySet();
    private final Map<String, OrganizationId> shared = new ConcurrentHashMap<>();
    private volatile boolean stale;

    FakeDecisions(OrganizationId own) {
        this.own = own;
    }

    /** Another organization may see the study. */
    public void permit(OrganizationId organization, String study) {
        permitted
                .computeIfAbsent(organization, o -> ConcurrentHashMap.newKeySet())
                .add(study);
    }

    /** Another organization may no longer see it. */
    public void revoke(OrganizationId organization, String study) {
        permitted.getOrDefault(organization, Set.of()).remove(study);
    }

    /** This organization's own clinicians may not see it. */
    public void hide(String study) {
        hidden.add(study);
    }

    /** Another site shares it with this one, and its share is in force. */
    public void share(String study, OrganizationId source) {
        shared.put(study, source);
    }

    /** It is no longer shared. */
    public void unshare(String study) {
        shared.remove(study);
    }

    /** The ledger is too old to decide for others, or it is not. */
    public void stale(boolean now) {
        stale = now;
    }

    @Override
    public AccessDecision decide(Requester requester, String study, Operation operation) {
        boolean permit = requester.organization().equals(own)
                ? !hidden.contains(study)
                : permitted.getOrDefault(requester.organization(), Set.of()).contains(study);
        return permit
                ? new AccessDecision.Permit(basis(consents(requester)))
                : new AccessDecision.Deny(AccessDecision.Reason.NO_PERMIT, basis(List.of()));
    }

    private List<ConsentInForce> consents(Requester requester) {
        if (requester.organization().equals(own)) {
            return List.of();
        }
        Rule rule = new Rule(Effect.PERMIT, Set.of(), Set.of(), Period.ALWAYS, DataSelection.ALL);
        ConsentTerms terms = new ConsentTerms("urn:policy", rule, List.of(), Bytes32.of(new byte[32]));
        return List.of(new ConsentInForce(ConsentId.of(new byte[16]), 3, "Consent/relied-on", terms));
    }

    private static DecisionBasis basis(List<ConsentInForce> consents) {
        return new DecisionBasis(
                HEIGHT,
                Instant.parse("2026-02-01T08:00:00Z"),
                Optional.empty(),
                "https://profiles.ihe.net/ITI/PCF/Policy-basic-normal",
                consents,
                List.of());
    }

    @Override
    public Findable findable(Requester requester, Operation operation) {
        if (requester.organization().equals(own)) {
            if (!requester.purposes().contains(PurposeOfUse.TREAT)) { // as the policy of one's own people has it
                return new Findable.Only(Set.of(), Map.of(), HEIGHT);
            }
            return new Findable.Local(hidden, shared, HEIGHT);
        }
        return stale
                ? new Findable.Undecided()
                : new Findable.Only(permitted.getOrDefault(requester.organization(), Set.of()), Map.of(), HEIGHT);
    }

    /** Of every patient alike: whose a study is, tests say elsewhere. */
    @Override
    public PatientListing listing(Requester requester, String patientId, Operation operation) {
        SortedMap<String, AccessDecision> decisions = new TreeMap<>();
        for (String study : permitted.getOrDefault(requester.organization(), Set.of())) {
            decisions.put(study, decide(requester, study, operation));
        }
        return PatientListing.of(decisions, basis(List.of()));
    }

    @Override
    public void onChange(Consumer<SubjectId> listener) {}

    @Override
    public boolean currentEnoughForOthers() {
        return !stale;
    }
}
