package org.assent.custody.consent;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assent.ledger.bytes.Bytes32;

/**
 * Puts consents on the ledger for the subjects whose keys are kept here, and remembers what it was about to do, so that a
 * crash at any step heals at the next start.
 */
public interface ConsentRegistrar {

    /**
     * Records a new consent or new terms of an open one, and waits for the block.
     *
     * <p>The operation is durable before anything is submitted. The same submission again (equal
     * {@link ConsentSubmission#requestDigest()}, not closed since) is the same operation.
     */
    RecordingOutcome record(ConsentSubmission submission, Duration wait) throws InterruptedException;

    /**
     * Ends a consent. It binds at this site when the call returns, whether or not the ledger is up; while the ledger is away,
     * the call does not wait for it.
     *
     * @param consentResourceId logical id of the FHIR Consent
     * @param entered whether it was entered in error, else it became inactive
     * @param resource the FHIR Consent as it shall be, JSON
     */
    RecordingOutcome close(String consentResourceId, boolean entered, String resource, Duration wait)
            throws InterruptedException;

    /**
     * What becomes of an operation, by the id that a {@link RecordingOutcome.Pending} named; {@link RecordingOutcome.LedgerAway} for one
     * that is not known any more, of which nothing was submitted.
     */
    RecordingOutcome await(String operationId, Duration wait) throws InterruptedException;

    /** The request whose recording of a consent is not settled yet, the newest one, by logical id of the FHIR Consent. */
    Optional<Bytes32> underWay(String consentResourceId);

    /** How an operation stands, by the id that a {@link RecordingOutcome.Pending} named. */
    Optional<RecordingOutcome> status(String operationId);

    /** How a consent stands at its source, by logical id of the FHIR Consent. */
    Optional<ConsentState> state(String consentResourceId);

    /** Operations that are final on the ledger but whose FHIR resource was not stored yet, oldest first. */
    List<RecordingOutcome.InForce> notStored();

    /** The FHIR side has stored the resource of the operation. */
    void stored(String operationId);

    /** How a consent stands at its source (shown by an extension of the Consent). */
    enum ConsentState {
        PENDING,
        IN_FORCE,
        REFUSED,
        CLOSED
    }
}
