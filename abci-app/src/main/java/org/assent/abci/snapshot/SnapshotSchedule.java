package org.assent.abci.snapshot;

/**
 * When snapshots are made and how many stay.
 *
 * @param everyBlocks at heights that this divides; 0 for never
 * @param keep how many stay, 1 to 8; those that somebody fetches stay until he is done
 */
public record SnapshotSchedule(long everyBlocks, int keep) {

    /** About every hour and a half of a quiet network. */
    public static final SnapshotSchedule DEFAULT = new SnapshotSchedule(1_000, 2);

    /** None are made; a state can be restored all the same. */
    public static final SnapshotSchedule NEVER = new SnapshotSchedule(0, 1);

    public SnapshotSchedule {
        if (everyBlocks < 0 || keep < 1 || keep > 8) {
            throw new IllegalArgumentException("snapshots are made every 0 or more blocks, and 1 to 8 are kept");
        }
    }

    /** Whether one is made at the height. */
    public boolean isDue(long height) {
        return everyBlocks > 0 && height % everyBlocks == 0;
    }

    /** Whether any are made. */
    public boolean makesAny() {
        return everyBlocks > 0;
    }
}
