package org.assent.dicomweb.multipart;

import java.io.IOException;

/** What came is not a multipart message, or one that is larger than allowed; the message may be shown to the client. */
public final class MalformedMultipartException extends IOException {

    private static final long serialVersionUID = 1L;

    private final boolean tooLarge;

    private MalformedMultipartException(String message, boolean tooLarge) {
        super(message);
        this.tooLarge = tooLarge;
    }

    static MalformedMultipartException syntax(String message) {
        return new MalformedMultipartException(message, false);
    }

    static MalformedMultipartException tooLarge(String message) {
        return new MalformedMultipartException(message, true);
    }

    /** Whether a limit was passed (413), else the syntax is wrong (400). */
    public boolean isTooLarge() {
        return tooLarge;
    }
}
