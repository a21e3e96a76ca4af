package org.assent.abci.client;

import org.assent.abci.app.BlockRetention;
import org.assent.abci.snapshot.SnapshotSchedule;
import org.assent.abci.tree.KeptHeights;

/**
 * How much of the past a site keeps on its disk (docs/operating-ledger-storage.md).
 *
 * @param heights of the application's state
 * @param snapshots for sites that join
 * @param blocks of the node: how many of the newest stay beyond what evidence and snapshots need; 0 for all
 * @param budgetBytes what the folder of the ledger should stay below; an alarm, nothing is stopped
 */
public record LedgerStorage(KeptHeights heights, SnapshotSchedule snapshots, long blocks, long budgetBytes) {

    private static final long DEFAULT_BUDGET_BYTES = 50L << 30;

    /** A member: forgets old blocks. */
    public static final LedgerStorage MEMBER = new LedgerStorage(
            KeptHeights.DEFAULT, SnapshotSchedule.DEFAULT, BlockRetention.MEMBER_BLOCKS, DEFAULT_BUDGET_BYTES);

    /** An archive: keeps every block. */
    public static final LedgerStorage ARCHIVE =
            new LedgerStorage(KeptHeights.DEFAULT, SnapshotSchedule.DEFAULT, 0, DEFAULT_BUDGET_BYTES);

    public LedgerStorage {
        if (blocks < 0 || budgetBytes < 1) {
            throw new IllegalArgumentException("blocks are 0 or more, the budget is 1 byte or more");
        }
    }
}
