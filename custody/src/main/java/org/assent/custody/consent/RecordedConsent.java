package org.assent.custody.consent;

import java.util.Optional;
import java.util.Set;
import org.assent.decision.terms.ConsentTerms;
import org.assent.ledger.commitment.Salt;
import org.assent.ledger.identity.ConsentId;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.SubjectId;

/**
 * A consent that was recorded here, with what opens its commitment.
 *
 * @param consentResourceId logical id of the FHIR Consent
 * @param recipients organizations that get the share package
 * @param stored whether the FHIR side has it
 */
public record RecordedConsent(
        SubjectId subject,
        ConsentId consent,
        long sequence,
        String consentResourceId,
        ConsentTerms terms,
        Salt salt,
        Set<OrganizationId> recipients,
        boolean stored) {

    public RecordedConsent {
        recipients = Set.copyOf(recipients);
    }

    static Optional<RecordedConsent> of(ConsentOperation operation) {
        if (operation.asked() instanceof ConsentOperation.Asked.Recording recording
                && operation.signed().isPresent()) {
            ConsentOperation.Signed signed = operation.signed().orElseThrow();
            return signed.salt()
                    .map(salt -> new RecordedConsent(
                            operation.subject(),
                            operation.consent(),
                            signed.sequence(),
                            operation.consentResourceId(),
                            recording.terms(),
                            salt,
                            recording.recipients(),
                            operation.stored()));
        }
        return Optional.empty();
    }
}
