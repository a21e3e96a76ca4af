package org.assent.abci.server;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.assent.abci.wire.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests of one connection in their order. Where several CheckTx have arrived one after the other, the application is told
 * of all of them before the first is answered (the node pipelines them). Not thread-safe.
 */
final class ArrivedRequests {

    private static final Logger LOG = LoggerFactory.getLogger(ArrivedRequests.class);

    /** Enough to keep the cores busy, and not long enough to keep the first one waiting. */
    private static final int MOST = 32;
    /** Of frames that wait to be answered, at most. */
    private static final int MOST_BYTES = 1 << 20;

    private final FrameReader reader;
    private final AbciApplication application;
    private final Queue<Request> waiting = new ArrayDeque<>();
    private @Nullable AbciException refused;

    ArrivedRequests(FrameReader reader, AbciApplication application) {
        this.reader = reader;
        this.application = application;
    }

    /** Whether {@link #next()} will not wait. */
    boolean ready() throws AbciException {
        return !waiting.isEmpty() || refused != null || reader.ready();
    }

    /**
     * The next request; waits for it.
     *
     * @return empty when the other side closed between two frames
     * @throws AbciException as {@link FrameReader#next()}, once all that arrived before is answered
     */
    Optional<Request> next() throws IOException {
        if (!waiting.isEmpty()) {
            return Optional.of(waiting.remove());
        }
        if (refused != null) {
            throw refused;
        }
        Optional<Request> first = reader.next();
        if (first.isPresent() && first.get().hasCheckTx()) {
            readAhead(first.get());
            foresee();
            return Optional.of(waiting.remove());
        }
        return first;
    }

    private void foresee() {
        if (waiting.size() > 1) {
            try {
                application.foresee(List.copyOf(waiting));
            } catch (RuntimeException | StackOverflowError e) {
                // What is wrong shows when the request is answered.
                LOG.debug("{} requests could not be foreseen", waiting.size(), e);
            }
        }
    }

    private void readAhead(Request first) throws IOException {
        Request last = first;
        int bytes = 0;
        waiting.add(first);
        try {
            while (last.hasCheckTx() && waiting.size() < MOST && bytes < MOST_BYTES && reader.ready()) {
                last = reader.next().orElseThrow();
                bytes += last.getSerializedSize();
                waiting.add(last);
            }
        } catch (AbciException e) {
            refused = e;
        }
    }
}
