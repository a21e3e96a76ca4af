package org.assent.abci.app;

import java.util.Random;
import org.assent.abci.tree.DyingDisk.Death;

/**
 * Where a process ends while it handles a block.
 *
 * @param place what it was doing
 * @param step which step of that it did not take any more: of the disk, or of the walk over the state
 * @param death what becomes of what was not synced
 */
record Fault(Place place, int step, Death death) {

    /** What a process does when it ends. */
    enum Place {
        NOWHERE,
        /** Before the block came. */
        BEFORE_BLOCK,
        /** Between FinalizeBlock and Commit. */
        AFTER_FINALIZE_BLOCK,
        /** While a commit is written, pruned and synced. */
        IN_COMMIT,
        /** After the sync, before the answer to Commit went out. */
        AFTER_SYNC,
        /** While the file is compacted. */
        IN_COMPACTION,
        /** While a snapshot is written. */
        IN_SNAPSHOT,
        /** While it starts after such an end. */
        IN_START
    }

    static final Fault NONE = new Fault(Place.NOWHERE, 0, Death.KILLED);

    /** Any; one block of so many has one. */
    static Fault random(Random random, int oneIn) {
        if (random.nextInt(oneIn) != 0) {
            return NONE;
        }
        Place place = Place.values()[1 + random.nextInt(Place.values().length - 1)];
        return new Fault(place, random.nextInt(8), random.nextBoolean() ? Death.KILLED : Death.POWER_CUT);
    }
}
