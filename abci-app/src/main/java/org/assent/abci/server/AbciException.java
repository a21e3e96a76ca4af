package org.assent.abci.server;

import java.io.IOException;

/** A connection that cannot go on: what came over it is not ABCI, is too large, or is refused. The server itself goes on. */
public final class AbciException extends IOException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    AbciException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Why the connection was closed. */
    public Reason reason() {
        return reason;
    }

    /** The closed list of reasons. */
    public enum Reason {
        /** A length that is not a varint of at most five bytes. */
        MALFORMED_LENGTH,
        /** A frame above the limit; nothing of it was read. */
        FRAME_TOO_LARGE,
        /** A frame that is not a Request. */
        MALFORMED_REQUEST,
        /** A consensus call on a second connection while the first lives. */
        SECOND_CONSENSUS_CONNECTION,
        /** The other side closed in the middle of a frame. */
        TRUNCATED
    }
}
