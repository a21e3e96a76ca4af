package org.assent.fhir.enforcement;

import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Lets what is done under one name be done one after the other; of two names, seldom. Thread-safe. */
public final class NamedLocks {

    private static final int LOCKS = 64;

    private final List<Lock> locks =
            Stream.<Lock>generate(ReentrantLock::new).limit(LOCKS).toList();

    /** Does the work when no other work under the name is done. */
    public <R> R holding(String name, Supplier<R> work) {
        Lock lock = locks.get(Math.floorMod(name.hashCode(), LOCKS));
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
