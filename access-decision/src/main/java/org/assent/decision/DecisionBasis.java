package org.assent.decision;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.assent.ledger.identity.SubjectId;

/**
 * What a decision was made on: enough to explain it and to prove it later.
 *
 * @param height ledger height that it was made at
 * @param at the site's clock
 * @param subject whose data it is; empty if there is no such study
 * @param policy URI of the policy that decided: of a consent, or the implicit one
 * @param consents the consents relied on, permitting or denying; empty when the implicit policy decided
 * @param explanation what was looked at, one sentence each, without names; for the patient and the auditor
 */
public record DecisionBasis(
        long height,
        Instant at,
        Optional<SubjectId> subject,
        String policy,
        List<ConsentInForce> consents,
        List<String> explanation) {

    public DecisionBasis {
        consents = List.copyOf(consents);
        explanation = List.copyOf(explanation);
    }
}
