package org.assent.abci.tree;

/** A slice of the state file's compaction at a moment that a test chooses; else it is made on a thread of its own. */
public final class StoreCompaction {

    private StoreCompaction() {}

    /** Makes one now, and lets all freed space be used again at once, the hardest case. */
    public static void run(MvStoreNodeStore store) {
        store.reuseSpaceAtOnce();
        store.compact();
    }
}
