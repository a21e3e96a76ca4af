package org.assent.authorization.peer;

import java.io.IOException;

/** The other site gives no token for the study: to the person here this is a study that does not exist. */
public final class PeerRefusedException extends IOException {

    private static final long serialVersionUID = 1L;

    /** With what the other site said, free of patient data; also for fakes of {@link PeerClient}. */
    public PeerRefusedException(String message) {
        super(message);
    }
}
