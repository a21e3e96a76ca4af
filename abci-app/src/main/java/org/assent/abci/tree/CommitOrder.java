package org.assent.abci.tree;

import java.util.Optional;

/** The invariant of every store: heights come one after the other, all of one chain. */
final class CommitOrder {

    private CommitOrder() {}

    static void check(Optional<StoredState> newest, StoredState next) {
        if (newest.isEmpty()) {
            return;
        }
        StoredState last = newest.get();
        if (next.height() != last.height() + 1) {
            throw new IllegalStateException("height " + next.height() + " cannot follow height " + last.height());
        }
        if (!next.chainId().equals(last.chainId())) {
            throw new IllegalStateException(
                    "this state belongs to chain " + last.chainId() + ", not to " + next.chainId());
        }
    }
}
