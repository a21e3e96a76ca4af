package org.assent.decision;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.assent.ledger.identity.ConsentId;
import org.assent.ledger.identity.SubjectId;

/**
 * What a decision was made on: enough to explain it and to prove it later.
 *
 * @param height ledger height that it was made at
 * @param at the site's clock
 * @param subject whose data it is; empty if there is no such study
 * @param policy URI of the policy that decided: of a consent, or the implicit one
 * @param consents the consents relied on, permitting or denying; empty when the implicit policy decided
 * @param closing consents that are open on the ledger and that the site held as closed already, if they changed the answer
 * @param listed what a listing decided about each study of the subject, by StudyInstanceUID; empty for a decision about one study
 * @param explanation what was looked at, one sentence each, without names; for the patient and the auditor
 */
public record DecisionBasis(
        long height,
        Instant at,
        Optional<SubjectId> subject,
        String policy,
        List<ConsentInForce> consents,
        List<ConsentId> closing,
        List<ListedStudy> listed,
        List<String> explanation) {

    /** On what the ledger says alone. */
    public DecisionBasis(
            long height,
            Instant at,
            Optional<SubjectId> subject,
            String policy,
            List<ConsentInForce> consents,
            List<String> explanation) {
        this(height, at, subject, policy, consents, List.of(), List.of(), explanation);
    }

    /** The same, with what was being closed. */
    public DecisionBasis closing(List<ConsentId> held) {
        return new DecisionBasis(height, at, subject, policy, consents, held, listed, explanation);
    }

    public DecisionBasis {
        consents = List.copyOf(consents);
        closing = List.copyOf(closing);
        listed = List.copyOf(listed);
        explanation = List.copyOf(explanation);
    }
}
