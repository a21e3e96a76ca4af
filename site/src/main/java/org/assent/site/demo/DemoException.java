package org.assent.site.demo;

/** The demo cannot go on; the message is for the person at the terminal and says what would help. */
public final class DemoException extends Exception {

    private static final long serialVersionUID = 1L;

    /** With what to tell. */
    public DemoException(String message) {
        super(message);
    }

    /** With what to tell, and what was met. */
    public DemoException(String message, Throwable cause) {
        super(message, cause);
    }
}
