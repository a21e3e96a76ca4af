package org.assent.custody.consent;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.assent.decision.terms.ConsentTerms;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.commitment.Salt;
import org.assent.ledger.identity.ConsentId;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.transaction.RejectCode;
import org.assent.ledger.transaction.SignedTransaction;

/**
 * Something that was asked of the ledger for a consent, as the database has it.
 *
 * @param id a UUID
 * @param number order in which operations came
 * @param requestDigest what makes two requests the same
 * @param consentResourceId logical id of the FHIR Consent
 * @param resource the FHIR Consent as it shall be stored, JSON
 * @param signed what was signed for it, if it got so far
 * @param step how far it got
 * @param stored whether the FHIR side has the resource
 */
record ConsentOperation(
        String id,
        long number,
        Bytes32 requestDigest,
        SubjectId subject,
        ConsentId consent,
        String consentResourceId,
        String resource,
        Asked asked,
        Optional<Signed> signed,
        Step step,
        boolean stored) {

    /** What was asked. */
    sealed interface Asked {

        /** To record terms. */
        record Recording(ConsentTerms terms, Set<OrganizationId> recipients) implements Asked {
            public Recording {
                recipients = Set.copyOf(recipients);
            }
        }

        /** To close the consent. */
        record Closing(boolean enteredInError) implements Asked {}
    }

    /**
     * What was signed; of a closing only envelope and TransactionId mean anything.
     *
     * @param salt of the terms commitment
     * @param sequence the subject's sequence that it names
     * @param commitment to the terms
     * @param expires block time after which it cannot happen
     */
    record Signed(
            SignedTransaction envelope,
            String transaction,
            Optional<Salt> salt,
            long sequence,
            Optional<Bytes32> commitment,
            Optional<Instant> expires) {}

    /** How far an operation got. */
    sealed interface Step {

        /** It is known here; nothing was submitted. */
        record Prepared() implements Step {}

        /** It was signed and may have been submitted. */
        record Submitted() implements Step {}

        /** It is final. */
        record Final(long height, Instant blockTime) implements Step {}

        /** It will never happen. */
        record Refused(RejectCode code) implements Step {}
    }

    boolean closing() {
        return asked instanceof Asked.Closing;
    }

    /** Whether nothing more will become of it. */
    boolean settled() {
        return switch (step) {
            case Step.Prepared prepared -> false;
            case Step.Submitted submitted -> false;
            case Step.Final done -> true;
            case Step.Refused refused -> true;
        };
    }

    ConsentOperation with(Signed newSigned, Step newStep) {
        return new ConsentOperation(
                id,
                number,
                requestDigest,
                subject,
                consent,
                consentResourceId,
                resource,
                asked,
                Optional.of(newSigned),
                newStep,
                stored);
    }

    ConsentOperation with(Step newStep) {
        return new ConsentOperation(
                id,
                number,
                requestDigest,
                subject,
                consent,
                consentResourceId,
                resource,
                asked,
                signed,
                newStep,
                stored);
    }

    /** Its id only. */
    @Override
    public String toString() {
        return "operation " + id;
    }
}
