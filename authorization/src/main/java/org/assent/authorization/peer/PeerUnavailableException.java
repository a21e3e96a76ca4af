package org.assent.authorization.peer;

import java.io.IOException;
import java.time.Duration;

/** The other site cannot answer now, for nobody: its ledger is stale or it has too much to do. */
public final class PeerUnavailableException extends IOException {

    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    /** With what the other site said, free of patient data; also for fakes of {@link PeerClient}. */
    public PeerUnavailableException(String message, Duration retryAfter) {
        super(message);
        this.retryAfter = retryAfter;
    }

    /** When to ask again, at least a second. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
