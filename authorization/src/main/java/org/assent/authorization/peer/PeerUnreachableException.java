package org.assent.authorization.peer;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The other site does not answer, not in time, not with its key, or not as agreed. */
public final class PeerUnreachableException extends IOException {

    private static final long serialVersionUID = 1L;

    private final boolean timedOut;

    /** With what happened, free of patient data; also for fakes of {@link PeerClient}. */
    public PeerUnreachableException(String message, boolean timedOut, @Nullable Throwable cause) {
        super(message, cause);
        this.timedOut = timedOut;
    }

    PeerUnreachableException(String message) {
        this(message, false, null);
    }

    /** Whether it took too long. */
    public boolean timedOut() {
        return timedOut;
    }
}
