package org.assent.custody.testing;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Makes named steps fail, once each, as if the process had died there. */
public final class Faults {

    private final Set<String> next = ConcurrentHashMap.newKeySet();

    public void failOnceAt(String step) {
        next.add(step);
    }

    void step(String name) {
        if (next.remove(name)) {
            throw new IllegalStateException("died at " + name);
        }
    }
}
