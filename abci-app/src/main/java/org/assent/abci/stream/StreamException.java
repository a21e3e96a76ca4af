package org.assent.abci.stream;

import java.io.IOException;

/** A connection of the commit stream that cannot go on, with the reason of the side that ended it. */
public final class StreamException extends IOException {

    private static final long serialVersionUID = 1L;

    private final StreamRefusal refusal;

    StreamException(StreamRefusal refusal, String message) {
        super(message);
        this.refusal = refusal;
    }

    /** Why. */
    public StreamRefusal refusal() {
        return refusal;
    }
}
