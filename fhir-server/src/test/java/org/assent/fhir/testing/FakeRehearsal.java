package org.assent.fhir.testing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.assent.custody.decision.ProposedConsent;
import org.assent.custody.decision.Rehearsal;
import org.assent.decision.AccessDecision;
import org.assent.decision.ConsentDecision;
import org.assent.decision.ConsentInForce;
import org.assent.decision.DecisionContext;
import org.assent.decision.DecisionTime;
import org.assent.decision.ImplicitPolicy;
import org.assent.decision.request.Operation;
import org.assent.decision.request.Requester;
import org.assent.decision.request.StudyFacts;
import org.assent.decision.terms.ConsentTerms;
import org.assent.ledger.identity.ConsentId;
import org.assent.ledger.identity.OrganizationId;

/** The real decision code over the consents that the fake registrar has in force. */
public final class FakeRehearsal implements Rehearsal {

    private final OrganizationId own;
    private final FakeRegistrar registrar;
    private final Map<String, Set<String>> studies = new ConcurrentHashMap<>();

    FakeRehearsal(OrganizationId own, FakeRegistrar registrar) {
        this.own = own;
        this.registrar = registrar;
    }

    void held(String patientId, String study) {
        studies.computeIfAbsent(patientId, unknown -> ConcurrentHashMap.newKeySet())
                .add(study);
    }

    @Override
    public SortedMap<String, AccessDecision> decisions(Requester requester, String patientId) {
        return decided(requester, patientId, registrar.inForce(patientId), Instant.now());
    }

    @Override
    public Change rehearse(Requester requester, String patientId, ProposedConsent proposed) {
        Instant now = Instant.now().isBefore(proposed.at()) ? proposed.at() : Instant.now();
        Map<String, ConsentTerms> before = registrar.inForce(patientId);
        Map<String, ConsentTerms> after = new TreeMap<>(before);
        Map<String, ConsentTerms> alone = new TreeMap<>();
        after.remove(proposed.reference());
        proposed.terms().ifPresent(terms -> {
            after.put(proposed.reference(), terms);
            alone.put(proposed.reference(), terms);
        });
        return new Change(
                decided(requester, patientId, before, now),
                decided(requester, patientId, after, now),
                decided(requester, patientId, alone, now));
    }

    private SortedMap<String, AccessDecision> decided(
            Requester requester, String patientId, Map<String, ConsentTerms> terms, Instant now) {
        List<ConsentInForce> consents = new ArrayList<>();
        terms.forEach((reference, said) -> {
            byte[] id = new byte[16];
            id[0] = (byte) consents.size();
            consents.add(new ConsentInForce(ConsentId.of(id), 1, reference, said));
        });
        ImplicitPolicy policy =
                requester.organization().equals(own) ? ImplicitPolicy.BASIC_NORMAL : ImplicitPolicy.DENY;
        SortedMap<String, AccessDecision> decisions = new TreeMap<>();
        for (String uid : studies.getOrDefault(patientId, Set.of())) {
            decisions.put(
                    uid,
                    ConsentDecision.decide(
                            consents,
                            requester,
                            new StudyFacts(uid, own, Optional.empty(), Set.of()),
                            Operation.METADATA,
                            new DecisionContext(
                                    Optional.empty(), policy, new DecisionTime(now, now), FakeDecisions.HEIGHT)));
        }
        return decisions;
    }
}
