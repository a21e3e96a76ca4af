package org.assent.site.operator;

/** Why a command could not change the site; the message says what to do. */
public final class OperatorException extends Exception {

    private static final long serialVersionUID = 1L;

    OperatorException(String message) {
        super(message);
    }

    OperatorException(String message, Throwable cause) {
        super(message, cause);
    }
}
