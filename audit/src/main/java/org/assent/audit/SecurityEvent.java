package org.assent.audit;

import java.util.Map;

/**
 * A security event that is not an access to a study.
 *
 * @param requestId X-Request-Id, or empty if none
 * @param kind what happened
 * @param successful whether it succeeded
 * @param actor opaque id of who did it, or empty if unknown
 * @param details small facts, at most 16; no secrets, no names, no tokens
 */
public record SecurityEvent(
        String requestId, Kind kind, boolean successful, String actor, Map<String, String> details) {

    /** What can happen. */
    public enum Kind {
        SIGN_IN,
        SIGN_OUT,
        TOKEN_ISSUED,
        TOKEN_REFUSED,
        TOKEN_INTROSPECTED,
        TOKEN_REVOKED,
        AUTHENTICATION_FAILED,
        APPLICATION_STARTED,
        APPLICATION_STOPPED,
        CONFIGURATION_CHANGED,
        RECORD_CREATED,
        RECORD_CHANGED,
        RECORD_DELETED,
        RECORD_READ,
        RECORD_SEARCHED,
        /** The access log itself found a torn or damaged end at start and cut it off; the details say where. */
        LOG_REPAIRED
    }

    public SecurityEvent {
        details = Map.copyOf(details);
    }
}
