package org.assent.ledger.cache;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A bounded memory of what was computed; the least recently used is forgotten first. Thread-safe.
 *
 * @param <K> what it was computed of
 * @param <V> the result
 */
public final class RecentlyUsed<K, V> {

    private final Map<K, V> entries = new LinkedHashMap<>(16, 0.75f, true);
    private final long most;
    private final ToLongFunction<V> weight;
    private long total;

    /** Remembers at most so many. */
    public RecentlyUsed(int most) {
        this(most, value -> 1);
    }

    /**
     * Remembers at most so much.
     *
     * @param most that all results together weigh; one that weighs more is not remembered
     * @param weight of a result, not negative and always the same
     */
    public RecentlyUsed(long most, ToLongFunction<V> weight) {
        this.most = most;
        this.weight = weight;
    }

    /** Null if it is not known, or forgotten. */
    public synchronized @Nullable V get(K key) {
        return entries.get(key);
    }

    /** Remembers. */
    public synchronized void put(K key, V value) {
        V before = entries.put(key, value);
        total += weight.applyAsLong(value) - (before == null ? 0 : weight.applyAsLong(before));
        Iterator<V> eldest = entries.values().iterator();
        while (total > most) {
            total -= weight.applyAsLong(eldest.next());
            eldest.remove();
        }
    }

    /** Forgets all. */
    public synchronized void clear() {
        entries.clear();
        total = 0;
    }
}
