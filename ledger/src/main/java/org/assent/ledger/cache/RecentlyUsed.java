package org.assent.ledger.cache;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A bounded memory of what was computed; the least recently used is forgotten first. Thread-safe.
 *
 * @param <K> what it was computed of
 * @param <V> the result
 */
public final class RecentlyUsed<K, V> {

    private final Map<K, V> entries;

    /** Remembers at most so many. */
    public RecentlyUsed(int most) {
        this.entries = new Bounded<>(most);
    }

    /** Null if it is not known, or forgotten. */
    public synchronized @Nullable V get(K key) {
        return entries.get(key);
    }

    /** Remembers. */
    public synchronized void put(K key, V value) {
        entries.put(key, value);
    }

    /** Forgets all. */
    public synchronized void clear() {
        entries.clear();
    }

    private static final class Bounded<K, V> extends LinkedHashMap<K, V> {

        private static final long serialVersionUID = 1L;

        private final int most;

        Bounded(int most) {
            super(16, 0.75f, true);
            this.most = most;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > most;
        }
    }
}
