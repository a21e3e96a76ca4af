package org.assent.custody.consent;

import java.time.Duration;
import java.time.Instant;
import org.assent.ledger.identity.ConsentId;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.transaction.RejectCode;

/** What became of a consent on its way to the ledger. */
public sealed interface RecordingOutcome {

    /**
     * Final.
     *
     * @param operationId id of the operation, a UUID
     * @param consentResourceId logical id of the FHIR Consent
     * @param resource the FHIR Consent to store, JSON
     * @param closing whether it ended the consent
     * @param again whether the same request had been final before
     * @param transaction TransactionId, 64 hexadecimal digits
     * @param authority in whose right it was signed: the custodian's key, or the patient's own
     */
    record InForce(
            String operationId,
            String consentResourceId,
            String resource,
            boolean closing,
            boolean again,
            SubjectId subject,
            ConsentId consent,
            long sequence,
            String chainId,
            long height,
            Instant blockTime,
            String transaction,
            String commitment,
            String authority)
            implements RecordingOutcome {}

    /** Taken, but no block in time (a grant), or in force here while the ledger is away (a restriction): 202. */
    record Pending(String operationId, String consentResourceId) implements RecordingOutcome {}

    /** The ledger refused it; nothing is left behind. */
    record Refused(String operationId, RejectCode code) implements RecordingOutcome {}

    /** The ledger is away: a grant needs it; nothing was submitted: 503. */
    record LedgerAway(String reason, Duration retryAfter) implements RecordingOutcome {}

    /** The patient is not enrolled here, or the consent is not known here. */
    record Unknown() implements RecordingOutcome {}
}
