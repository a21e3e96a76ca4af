package org.assent.abci.client;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Parts that were started one after the other, ended in the opposite order; one that fails does not keep the others. */
final class ClosingParts implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ClosingParts.class);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    <T extends AutoCloseable> T started(T part) {
        parts.push(part);
        return part;
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("{} does not end cleanly", part.getClass().getSimpleName(), e);
            }
        }
    }
}
