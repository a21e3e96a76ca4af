package org.assent.dicomweb.http;

import java.io.IOException;

/** Answers the requests of one route. */
@FunctionalInterface
public interface Handler {

    /**
     * Answers one request.
     *
     * @throws IOException if the client or another site goes away
     */
    void handle(Exchange exchange) throws IOException;
}
