package org.assent.requirements;

/** A file of the list, the map, the tests or their results that cannot be read as such; the message says where. */
public final class MalformedFileException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Says what is wrong. */
    public MalformedFileException(String message) {
        super(message);
    }

    /** Says what is wrong, and why. */
    public MalformedFileException(String message, Throwable cause) {
        super(message + ": " + cause.getMessage(), cause);
    }
}
