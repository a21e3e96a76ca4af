package org.assent.authorization.token;

/** A token or proof does not hold. The message goes to the client: it says what was wrong and repeats nothing. */
public final class CredentialException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Error codes of RFC 6750 §3.1 and RFC 9449 §7.1. */
    public enum Code {
        INVALID_REQUEST,
        INVALID_TOKEN,
        INVALID_DPOP_PROOF;

        /** As it stands in a challenge. */
        public String text() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private final Code code;

    /** With what was wrong. */
    public CredentialException(Code code, String message) {
        super(message);
        this.code = code;
    }

    /** Which kind. */
    public Code code() {
        return code;
    }
}
