package org.assent.abci.tree;

/**
 * How many heights the store keeps: states for queries and proofs, blocks for followers that come back.
 *
 * @param count at least 1; the newest state is always kept
 * @param together how many heights leave the store with one block, at least 1: of {@code count}, up to
 *     {@code together - 1} more are there. Removing costs by the page, and nodes that go together share the pages that are
 *     rewritten
 */
public record KeptHeights(int count, int together) {

    /** An hour and more of heartbeats, a minute of the densest traffic. */
    public static final KeptHeights DEFAULT = new KeptHeights(1_000, 16);

    public KeptHeights {
        if (count < 1) {
            throw new IllegalArgumentException("at least one height is kept, not " + count);
        }
        if (together < 1) {
            throw new IllegalArgumentException("heights leave one by one at least, not by " + together);
        }
    }

    /** Heights that leave one by one. */
    public KeptHeights(int count) {
        this(count, 1);
    }

    /** The oldest height that must be kept when {@code newest} is the newest. */
    long oldest(long newest) {
        return newest - count + 1;
    }

    /** The oldest height that is kept: all before it have left, {@code together} at a time. */
    long oldestInStore(long newest) {
        return oldest(newest) - Math.floorMod(oldest(newest), together);
    }
}
