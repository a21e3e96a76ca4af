package org.assent.fhir.enforcement;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Lets what is done under one name be done one after the other, and hinders nothing under another name. For short work: nobody
 * waits for anything but the database while holding one. Thread-safe; keeps nothing of a name that nobody uses.
 */
public final class NamedLocks {

    private final ConcurrentMap<String, Named> locks = new ConcurrentHashMap<>();

    /** A lock, and how many hold it or wait for it. */
    private record Named(ReentrantLock lock, int users) {

        Named used(int more) {
            return new Named(lock, users + more);
        }
    }

    /** Does the work when no other work under the name is done. */
    public <R> R holding(String name, Supplier<R> work) {
        Named named =
                locks.compute(name, (key, known) -> known == null ? new Named(new ReentrantLock(), 1) : known.used(1));
        named.lock().lock();
        try {
            return work.get();
        } finally {
            named.lock().unlock();
            locks.computeIfPresent(name, (key, known) -> known.users() == 1 ? null : known.used(-1));
        }
    }
}
