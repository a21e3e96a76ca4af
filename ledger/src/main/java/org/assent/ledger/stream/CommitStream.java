package org.assent.ledger.stream;

/**
 * The one wall between the state machine and everything else of a site: what was committed, in order, resumable by
 * height. The web side never reads the state store.
 */
public interface CommitStream {

    /** Ends a following. */
    interface Following extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Follows from after a height. If the blocks after it are no longer kept (or {@code afterHeight} is 0), the whole
     * state comes first. Returns at once; calls to the follower come from the stream's own thread.
     *
     * @param afterHeight height that the follower has taken already, 0 for none
     */
    Following follow(long afterHeight, CommitFollower follower);
}
