package org.assent.abci.server;

import java.util.List;
import org.assent.abci.wire.Request;
import org.assent.abci.wire.Response;

/**
 * What answers the node's calls (ABCI 2.0).
 *
 * <p>Called from several threads: the consensus connection's calls come one after the other, those of the mempool,
 * query and snapshot connections at the same time as they do (abci++_basic_concepts.md, "Consensus/Mempool/Query/
 * State-sync connections"). Echo and Flush are answered by the server.
 */
@FunctionalInterface
public interface AbciApplication {

    /**
     * The answer to one call, of the kind that belongs to it.
     *
     * @throws RuntimeException if the application cannot go on: the server reports it to the node, which then stops
     */
    Response handle(Request request);

    /**
     * Says which calls of one connection have arrived and will come next, in this order: what takes long and needs no state
     * may be worked out now. No answer may depend on it.
     *
     * @param coming at least two
     */
    default void foresee(List<Request> coming) {}
}
