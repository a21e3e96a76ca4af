package org.assent.abci.client;

/**
 * How much of the disk the ledger takes, against what the operator allows it.
 *
 * @param bytes of state, snapshots and the node's folder; as of the last look
 * @param budgetBytes what the operator allows
 */
public record LedgerDisk(long bytes, long budgetBytes) {

    /** An alarm: nothing is ever stopped or deleted because of it. */
    public enum Level {
        WITHIN,
        /** Beyond four fifths. */
        NEAR,
        OVER
    }

    /** How bad it is. */
    public Level level() {
        if (bytes > budgetBytes) {
            return Level.OVER;
        }
        return bytes / 4 >= budgetBytes / 5 ? Level.NEAR : Level.WITHIN;
    }
}
