package org.assent.site;

import org.assent.authorization.token.ConsentClaims;
import org.assent.authorization.token.TokenDecision;
import org.assent.custody.decision.LedgerDecisionPoint;
import org.assent.custody.decision.TokenFacts;
import org.assent.decision.request.Operation;
import org.assent.decision.request.Requester;

/** Lets the token endpoint ask the decision point. Fails closed: what is not a permit with its facts is no token. */
final class CustodyTokenDecision implements TokenDecision {

    private final LedgerDecisionPoint decisions;

    CustodyTokenDecision(LedgerDecisionPoint decisions) {
        this.decisions = decisions;
    }

    @Override
    public boolean current() {
        return decisions.currentEnoughForOthers();
    }

    @Override
    public Outcome decide(Requester requester, String studyInstanceUid) {
        if (!current()) {
            return new Outcome.NotCurrent();
        }
        return decisions
                .tokenFacts(requester, studyInstanceUid)
                .<Outcome>map(facts -> new Outcome.Permitted(facts.decision(), claims(facts)))
                .orElseGet(() -> new Outcome.Refused(decisions.decide(requester, studyInstanceUid, Operation.TOKEN)));
    }

    private static ConsentClaims claims(TokenFacts facts) {
        return new ConsentClaims(
                facts.patientId(), facts.consents(), facts.policies(), facts.residuals(), facts.notAfter());
    }
}
