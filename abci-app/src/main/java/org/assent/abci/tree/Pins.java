package org.assent.abci.tree;

import java.util.TreeMap;

/** Heights that are being read and so must stay, counted. Thread-safe. */
final class Pins {

    private final TreeMap<Long, Integer> pinned = new TreeMap<>();

    synchronized NodeStore.Pin pin(long height) {
        pinned.merge(height, 1, Integer::sum);
        return new Pinned(height);
    }

    private final class Pinned implements NodeStore.Pin {

        private final long height;
        private boolean open = true;

        Pinned(long height) {
            this.height = height;
        }

        @Override
        public void close() {
            synchronized (Pins.this) {
                if (open) {
                    open = false;
                    pinned.computeIfPresent(height, (key, count) -> count == 1 ? null : count - 1);
                }
            }
        }
    }

    /** The oldest height to keep: the given one, or an older one that is pinned. */
    synchronized long oldest(long oldest) {
        return pinned.isEmpty() ? oldest : Math.min(oldest, pinned.firstKey());
    }
}
