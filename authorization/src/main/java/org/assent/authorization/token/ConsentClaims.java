package org.assent.authorization.token;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.assent.decision.Residual;

/**
 * What a consent decision puts into a token: the {@code extensions.ihe_pcf} claims (IHE PCF, Updates to ITI-71).
 *
 * @param patientId logical id of the local Patient, the consent's subject
 * @param consents FHIR references of the consents relied on, {@code Consent/<id>}
 * @param policies policy URIs of these consents
 * @param residuals what is left for the enforcement point
 * @param notAfter the earliest end of what was relied on, if there is one; the token ends no later
 */
public record ConsentClaims(
        String patientId,
        List<String> consents,
        List<String> policies,
        List<Residual> residuals,
        Optional<Instant> notAfter) {

    public ConsentClaims {
        consents = List.copyOf(consents);
        policies = List.copyOf(policies);
        residuals = List.copyOf(residuals);
    }
}
