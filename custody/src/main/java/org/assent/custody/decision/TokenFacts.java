package org.assent.custody.decision;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.assent.decision.AccessDecision;
import org.assent.decision.Residual;

/**
 * What a token may say about a permit (IHE PCF, {@code extensions.ihe_pcf}). The token authenticates; each request under it
 * is decided anew.
 *
 * @param decision the permit
 * @param patientId logical id of the local Patient
 * @param consents FHIR references of the consents that apply, {@code Consent/<id>}
 * @param policies URIs of the policies that were agreed to, or of the implicit one if no consent applies
 * @param residuals what the token leaves to enforcement points; empty if everything flows
 * @param notAfter when the decision may change by the passing of time: the token ends before
 */
public record TokenFacts(
        AccessDecision.Permit decision,
        String patientId,
        List<String> consents,
        List<String> policies,
        List<Residual> residuals,
        Optional<Instant> notAfter) {

    public TokenFacts {
        consents = List.copyOf(consents);
        policies = List.copyOf(policies);
        residuals = List.copyOf(residuals);
    }
}
