package org.assent.authorization.problem;

/**
 * Everything that can go wrong for a client: one catalogue, two renderers (RFC 9457 problem details for DICOMweb and
 * pages, OperationOutcome for FHIR).
 */
public enum ProblemKind {
    BAD_REQUEST(400, "invalid", "The request is not well formed"),
    UNAUTHENTICATED(401, "login", "A valid token or session is needed"),
    INSUFFICIENT_SCOPE(403, "forbidden", "The token does not cover this operation"),
    NOT_FOUND(404, "not-found", "There is no such resource, or it is not disclosed"),
    METHOD_NOT_ALLOWED(405, "not-supported", "The resource does not support this method"),
    NOT_ACCEPTABLE(406, "not-supported", "None of the accepted media types can be given"),
    CONFLICT(409, "conflict", "The request conflicts with the current state"),
    GONE(410, "deleted", "The resource was deleted"),
    LENGTH_REQUIRED(411, "required", "A Content-Length is needed"),
    PRECONDITION_FAILED(412, "conflict", "The resource has changed since"),
    TOO_LARGE(413, "too-long", "The request is larger than this site accepts"),
    URI_TOO_LONG(414, "too-long", "The address is longer than this site accepts"),
    UNSUPPORTED_MEDIA_TYPE(415, "not-supported", "This media type is not understood"),
    UNPROCESSABLE(422, "processing", "The content breaks a rule"),
    HEADERS_TOO_LARGE(431, "too-long", "The request's headers are larger than this site accepts"),
    PRECONDITION_REQUIRED(428, "required", "The request must name the version that it changes"),
    TOO_MANY_REQUESTS(429, "throttled", "Too many requests"),
    INTERNAL(500, "exception", "Something went wrong at this site"),
    BAD_GATEWAY(502, "transient", "Another site did not answer as it should"),
    UNAVAILABLE(503, "transient", "This cannot be answered now"),
    GATEWAY_TIMEOUT(504, "timeout", "Another site did not answer in time"),
    OUT_OF_STORAGE(507, "no-store", "There is no room left");

    private final int status;
    private final String issueCode;
    private final String title;

    ProblemKind(int status, String issueCode, String title) {
        this.status = status;
        this.issueCode = issueCode;
        this.title = title;
    }

    /** HTTP status. */
    public int status() {
        return status;
    }

    /** FHIR issue-type code (R4 issue-type). */
    public String issueCode() {
        return issueCode;
    }

    /** Short text, the same for every occurrence. */
    public String title() {
        return title;
    }

    /** RFC 9457 type URI. */
    public String type() {
        return "urn:assent:problem:" + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
