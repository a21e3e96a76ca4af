package org.assent.decision;

/**
 * The answer to a request. Only {@link Permit} reaches data; an {@link Undecided} is never 200.
 */
public sealed interface AccessDecision {

    /** What the decision was made on. */
    DecisionBasis basis();

    /** The data may be given. */
    record Permit(DecisionBasis basis) implements AccessDecision {}

    /** The data may not be given; to other organizations this looks like data that does not exist. */
    record Deny(Reason reason, DecisionBasis basis) implements AccessDecision {}

    /** It could not be decided, which is not "no" but is never "yes". */
    record Undecided(Cause cause, DecisionBasis basis) implements AccessDecision {}

    /** Why not; for the access log and the patient, never for the requester. */
    enum Reason {
        /** No consent in force covers the request and the implicit policy denies. */
        NO_PERMIT,
        /** A consent in force denies. */
        DENIED_BY_CONSENT,
        /** The patient, or the source, froze the subject. */
        FROZEN,
        /** The study is not registered, or is withdrawn. */
        NOT_REGISTERED,
        /** There is no such study here. */
        UNKNOWN_STUDY,
        /** The requesting organization is not registered or is suspended. */
        UNKNOWN_REQUESTER
    }

    /** Why it could not be decided. */
    enum Cause {
        /** The newest block is too old: 503 for every request of another organization. */
        STALE,
        /** The content of an open consent is missing: looks like a denial, and alarms the source. */
        CONTENT_MISSING
    }
}
