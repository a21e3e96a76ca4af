package org.assent.ledger.codec;

/** Bytes that are not the canonical encoding of an allowed value. The message says why and quotes none of them. */
public final class MalformedBytes extends Exception {

    private static final long serialVersionUID = 1L;

    /** With what is wrong. */
    public MalformedBytes(String message) {
        super(message);
    }

    /** With what is wrong and what was caught. */
    public MalformedBytes(String message, Throwable cause) {
        super(message, cause);
    }
}
