package org.assent.authorization.token;

import java.time.Duration;
import java.util.Optional;

/**
 * An error of the token endpoint (RFC 6749 §5.2). Whatever the reason and whether or not a study exists, a refused study
 * gives {@link #REFUSED}.
 *
 * @param status HTTP status
 * @param code {@code error}
 * @param description {@code error_description}: what was wrong and what would be right; no data
 * @param retryAfter when to come again, if that makes sense
 */
public record OAuthError(int status, String code, String description, Optional<Duration> retryAfter) {

    /** The one refusal. */
    public static final OAuthError REFUSED =
            new OAuthError(400, "invalid_scope", "No token can be given for this.", Optional.empty());

    /** The one answer to a client that did not prove who it is. */
    public static final OAuthError INVALID_CLIENT = new OAuthError(
            401,
            "invalid_client",
            "The client is unknown, or did not prove who it is: by Basic, or by a signed assertion for this endpoint,"
                    + " short-lived and never used before.",
            Optional.empty());

    /** The one answer to a code that cannot be exchanged. */
    static final OAuthError INVALID_GRANT = new OAuthError(
            400,
            "invalid_grant",
            "The code is not good: it is used once, within 60 s, by the app that asked for it, with its redirect_uri and"
                    + " its code_verifier.",
            Optional.empty());

    /** The client is not one of this kind. */
    static OAuthError unauthorizedClient(String description) {
        return new OAuthError(400, "unauthorized_client", description, Optional.empty());
    }

    /** A resource that no token is given for. */
    static OAuthError invalidTarget() {
        return new OAuthError(
                400,
                "invalid_target",
                "resource is an address of this site's DICOMweb or FHIR service.",
                Optional.empty());
    }

    /** A request that is malformed. */
    static OAuthError invalidRequest(String description) {
        return new OAuthError(400, "invalid_request", description, Optional.empty());
    }

    /** Asked too often. */
    static OAuthError tooMany(String description) {
        return new OAuthError(429, "temporarily_unavailable", description, Optional.of(Duration.ofSeconds(1)));
    }

    /** The one answer to whoever may not ask about tokens of others. */
    static final OAuthError NOT_A_RESOURCE_SERVER = new OAuthError(
            401,
            "invalid_token",
            "Programs of this organization that are registered as resource servers may ask: with a Bearer token that they"
                    + " got by client_credentials, or by proving who they are as at the token endpoint.",
            Optional.empty());

    /** The site cannot decide for others now. */
    static OAuthError notCurrent() {
        return new OAuthError(
                503,
                "temporarily_unavailable",
                "This site has not heard from the ledger for too long. Come again later.",
                Optional.of(Duration.ofSeconds(10)));
    }

    /** Ends a token request. */
    static final class Refusal extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient OAuthError error;

        Refusal(OAuthError error) {
            super(error.code());
            this.error = error;
        }

        OAuthError error() {
            return error;
        }
    }

    /** To be thrown. */
    Refusal refusal() {
        return new Refusal(this);
    }
}
