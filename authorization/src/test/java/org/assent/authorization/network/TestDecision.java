package org.assent.authorization.network;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.assent.authorization.token.ConsentClaims;
import org.assent.authorization.token.TokenDecision;
import org.assent.decision.AccessDecision;
import org.assent.decision.DecisionBasis;
import org.assent.decision.Residual;
import org.assent.decision.request.Requester;
import org.assent.decision.terms.DataSelection;
import org.assent.ledger.identity.OrganizationId;

/** Decisions that a test makes: pairs of organization and study that are permitted. */
public final class TestDecision implements TokenDecision {

    private final Set<String> permitted = ConcurrentHashMap.newKeySet();
    private volatile boolean current = true;
    private volatile Optional<Instant> notAfter = Optional.empty();

    public void permit(OrganizationId organization, String study) {
        permitted.add(organization.toHex() + study);
    }

    public void revoke(OrganizationId organization, String study) {
        permitted.remove(organization.toHex() + study);
    }

    public void stale(boolean stale) {
        current = !stale;
    }

    public void until(Instant end) {
        notAfter = Optional.of(end);
    }

    @Override
    public boolean current() {
        return current;
    }

    @Override
    public Outcome decide(Requester requester, String study) {
        DecisionBasis basis = new DecisionBasis(
                100,
                Instant.parse("2030-01-01T00:00:00Z"),
                Optional.empty(),
                "https://profiles.ihe.net/ITI/PCF/Policy-deny",
                List.of(),
                List.of("decided by the test"));
        if (!permitted.contains(requester.organization().toHex() + study)) {
            return new Outcome.Refused(new AccessDecision.Deny(AccessDecision.Reason.NO_PERMIT, basis));
        }
        ConsentClaims claims = new ConsentClaims(
                "patient-1",
                List.of("Consent/c-1"),
                List.of("https://profiles.ihe.net/ITI/PCF/Policy-basic-normal"),
                List.of(
                        new Residual(Residual.Type.FORBID, DataSelection.ALL),
                        new Residual(Residual.Type.PERMIT, DataSelection.ofStudies(Set.of(study)))),
                notAfter);
        return new Outcome.Permitted(new AccessDecision.Permit(basis), claims);
    }
}
