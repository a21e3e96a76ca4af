package org.assent.abci.app;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assent.abci.tree.Annex;
import org.assent.abci.tree.NodeStore;
import org.assent.abci.tree.NodeStoreException;
import org.assent.abci.tree.PrunedException;
import org.assent.abci.tree.StateTree;
import org.assent.abci.tree.StoredState;
import org.assent.ledger.stream.CommitFollower;
import org.assent.ledger.stream.CommitStream;
import org.assent.ledger.stream.CommittedBlock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The commit stream, read from the store: what a follower is told was durable before.
 *
 * <p>Each follower has a thread of its own, so a slow one delays neither consensus nor another. A follower that comes back
 * within the window of kept heights gets the blocks it missed; any other the whole state. A call that throws is repeated
 * after a second until it returns.
 */
final class StoredCommitStream implements CommitStream, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StoredCommitStream.class);
    private static final long RETRY_MILLIS = 1_000;

    private final NodeStore store;
    private final Object news = new Object();
    private final Set<FollowingThread> followings = ConcurrentHashMap.newKeySet();

    StoredCommitStream(NodeStore store) {
        this.store = store;
    }

    /** Tells the followers that a block is durable. */
    void published() {
        synchronized (news) {
            news.notifyAll();
        }
    }

    @Override
    public Following follow(long afterHeight, CommitFollower follower) {
        FollowingThread following = new FollowingThread(afterHeight, follower);
        followings.add(following);
        following.start();
        return following;
    }

    /** Ends all followings; returns when none is being called any more. */
    @Override
    public void close() {
        followings.forEach(FollowingThread::close);
    }

    private final class FollowingThread extends Thread implements Following {

        private final CommitFollower follower;
        private long taken;
        private final CountDownLatch end = new CountDownLatch(1);

        FollowingThread(long afterHeight, CommitFollower follower) {
            super("commit-stream");
            setDaemon(true);
            this.taken = afterHeight;
            this.follower = follower;
        }

        @Override
        public void run() {
            while (!ended()) {
                try {
                    if (!giveNext()) {
                        awaitNews();
                    }
                } catch (InterruptedException e) {
                    return;
                } catch (EndedException e) {
                    return;
                } catch (PrunedException e) {
                    LOG.info("a follower was too slow for height {} and begins with a newer one", taken);
                    taken = 0;
                } catch (RuntimeException e) {
                    LOG.error("a follower of the ledger fails after height {}; it is asked again", taken, e);
                    awaitRetry();
                }
            }
        }

        /** Gives the next block, or the whole state; false if there is nothing to give. */
        private boolean giveNext() {
            Optional<StoredState> newest = store.newest();
            if (newest.isEmpty() || newest.get().height() == taken) {
                return false;
            }
            Optional<CommittedBlock> next = taken == 0 ? Optional.empty() : nextBlock();
            if (next.isPresent()) {
                follower.committed(next.get());
                taken = next.get().height();
            } else {
                giveState(newest.get());
            }
            return true;
        }

        /** A block that is damaged counts as one that is not kept: the state is checked against its hashes, give that. */
        private Optional<CommittedBlock> nextBlock() {
            try {
                return store.block(taken + 1);
            } catch (NodeStoreException e) {
                LOG.error("block {} cannot be told to a follower, the whole state is: {}", taken + 1, e.getMessage());
                return Optional.empty();
            }
        }

        private void giveState(StoredState state) {
            follower.beginState(state.height(), state.time(), state.appHash());
            NodeStore.Pin pin = store.pin(state.height());
            try {
                giveLeaves(state);
            } finally {
                pin.close();
            }
            follower.endOfState();
            taken = state.height();
        }

        private void giveLeaves(StoredState state) {
            StateTree.of(store, state).forEach(leaf -> {
                if (ended()) {
                    throw new EndedException();
                }
                Annex.check(leaf);
                follower.leaf(leaf);
            });
        }

        private void awaitNews() throws InterruptedException {
            synchronized (news) {
                while (!ended() && store.newest().map(StoredState::height).orElse(0L) == taken) {
                    news.wait();
                }
            }
        }

        private void awaitRetry() {
            try {
                if (end.await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
                    LOG.debug("the following ended while its follower failed");
                }
            } catch (InterruptedException e) {
                end.countDown();
            }
        }

        private boolean ended() {
            return end.getCount() == 0;
        }

        @Override
        public void close() {
            end.countDown();
            followings.remove(this);
            published();
            if (Thread.currentThread() == this) {
                return;
            }
            try {
                join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Leaves the walk over the tree when the following ends. */
    private static final class EndedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        EndedException() {
            super("ended", null, false, false);
        }
    }
}
