package org.assent.authorization.peer;

import java.io.InputStream;
import java.util.Map;

/** What another site answered, streaming; to be closed. */
public interface PeerResponse extends AutoCloseable {

    /** HTTP status. */
    int status();

    /** Headers, names in lower case, the last value of each. */
    Map<String, String> headers();

    /** The body as it arrives; back-pressure reaches the other site. */
    InputStream body();

    /** Ends the call; one that is still running is cut. */
    @Override
    void close();
}
