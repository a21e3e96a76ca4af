package org.assent.abci.tree;

/**
 * How many heights the store keeps: states for queries and proofs, blocks for followers that come back.
 *
 * @param count at least 1; the newest state is always kept
 */
public record KeptHeights(int count) {

    /** An hour and more of heartbeats, a minute of the densest traffic. */
    public static final KeptHeights DEFAULT = new KeptHeights(1_000);

    public KeptHeights {
        if (count < 1) {
            throw new IllegalArgumentException("at least one height is kept, not " + count);
        }
    }

    /** The oldest height that is kept when {@code newest} is the newest. */
    long oldest(long newest) {
        return newest - count + 1;
    }
}
