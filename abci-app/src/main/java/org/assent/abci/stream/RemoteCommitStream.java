package org.assent.abci.stream;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assent.ledger.stream.CommitFollower;
import org.assent.ledger.stream.CommitStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The commit stream of a ledger process, followed over its socket.
 *
 * <p>What {@link CommitStream} promises holds across restarts of either side: a following that loses its connection makes
 * another and goes on after the height that its follower has taken last, so no block is lost or given twice. A follower that
 * throws is given the same again after a second. A ledger process that says nothing for ten seconds counts as lost.
 */
public final class RemoteCommitStream implements CommitStream, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RemoteCommitStream.class);
    private static final Duration SILENT_FOR_AT_MOST = Duration.ofSeconds(10);
    private static final Duration PULSE_GOOD_FOR = Duration.ofSeconds(5);
    private static final long WATCH_MILLIS = 1_000;
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 2_000;
    private static final long REFUSED_PAUSE_MILLIS = 5_000;
    private static final long FAILED_PAUSE_MILLIS = 1_000;

    private final Path socket;
    private final String chainId;
    private final Set<FollowingThread> followings = ConcurrentHashMap.newKeySet();
    private final CountDownLatch end = new CountDownLatch(1);
    private final Thread watch = new Thread(this::watch, "remote-commit-stream-watch");
    private volatile @Nullable HeardPulse heard;
    private volatile String trouble = "";

    private record HeardPulse(LedgerPulse pulse, long atNanos) {}

    private RemoteCommitStream(Path socket, String chainId) {
        this.socket = socket;
        this.chainId = chainId;
        watch.setDaemon(true);
    }

    /**
     * Begins; nothing is connected before somebody follows.
     *
     * @param socket the ledger process's stream socket; it need not be there yet
     * @param chainId of the chain to follow; any other is never taken
     */
    public static RemoteCommitStream of(Path socket, String chainId) {
        RemoteCommitStream stream = new RemoteCommitStream(socket, chainId);
        stream.watch.start();
        return stream;
    }

    @Override
    public Following follow(long afterHeight, CommitFollower follower) {
        return start(new FollowingThread(afterHeight, false, follower));
    }

    /** Follows for results: begins with the oldest block that is still kept, without the state before it. */
    public Following followRecent(CommitFollower follower) {
        return start(new FollowingThread(0, true, follower));
    }

    private Following start(FollowingThread following) {
        followings.add(following);
        following.start();
        return following;
    }

    /** What the ledger process said of itself last; empty if it has said nothing for five seconds. */
    public Optional<LedgerPulse> pulse() {
        HeardPulse last = heard;
        return last != null && System.nanoTime() - last.atNanos() < PULSE_GOOD_FOR.toNanos()
                ? Optional.of(last.pulse())
                : Optional.empty();
    }

    /** What the ledger process said of itself last, however long ago; empty if it never has. */
    public Optional<LedgerPulse> lastPulse() {
        return Optional.ofNullable(heard).map(HeardPulse::pulse);
    }

    /** Why there is no connection; empty while there is one. */
    public String trouble() {
        return trouble;
    }

    private void watch() {
        try {
            while (!end.await(WATCH_MILLIS, TimeUnit.MILLISECONDS)) {
                followings.forEach(FollowingThread::look);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends all followings; returns when none is being called any more. */
    @Override
    public void close() {
        end.countDown();
        followings.forEach(FollowingThread::close);
    }

    private final class FollowingThread extends Thread implements Following {

        private final CommitFollower follower;
        private final CountDownLatch ended = new CountDownLatch(1);
        private boolean recent;
        private volatile long taken;
        private volatile boolean reading;
        private volatile @Nullable FrameChannel channel;
        private long pauseMillis = FIRST_PAUSE_MILLIS;

        FollowingThread(long afterHeight, boolean recent, CommitFollower follower) {
            super("commit-stream");
            setDaemon(true);
            this.taken = afterHeight;
            this.recent = recent;
            this.follower = follower;
        }

        @Override
        public void run() {
            try {
                while (!isEnded()) {
                    long pause = followOnce();
                    if (ended.await(pause, TimeUnit.MILLISECONDS)) {
                        return;
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** Follows until the connection or the follower fails; says how long to wait before the next time. */
        private long followOnce() {
            try (SocketChannel socketChannel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
                    FrameChannel frames = new FrameChannel(socketChannel, FrameChannel.MAX_FRAME_BYTES)) {
                channel = frames;
                if (isEnded()) { // close() may have looked before there was a channel
                    return 0;
                }
                frames.write(new StreamFrame.Follow(chainId, taken, recent));
                give(frames);
                note("the ledger process ended the connection");
            } catch (StreamException e) {
                note(e.refusal() + ": " + e.getMessage());
                return REFUSED_PAUSE_MILLIS;
            } catch (AsynchronousCloseException e) {
                note("the ledger process was silent");
            } catch (IOException e) {
                note("the ledger process does not answer on " + socket + ": " + e.getMessage());
            } catch (RuntimeException e) {
                if (!isEnded()) {
                    LOG.error("a follower of the ledger fails after height {}; it is asked again", taken, e);
                }
                return FAILED_PAUSE_MILLIS;
            } finally {
                channel = null;
                reading = false;
            }
            long pause = pauseMillis;
            pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
            return pause;
        }

        private void note(String what) {
            if (!isEnded() && !trouble.equals(what)) { // once, not at every attempt
                LOG.warn("the commit stream is interrupted after height {}: {}", taken, what);
            }
            trouble = what;
        }

        private void give(FrameChannel frames) throws IOException {
            if (!isWelcome(frames)) {
                return;
            }
            pauseMillis = FIRST_PAUSE_MILLIS;
            trouble = "";
            StreamAssembly assembly = new StreamAssembly(follower, taken, recent);
            for (Optional<StreamFrame> next = read(frames); next.isPresent() && !isEnded(); next = read(frames)) {
                if (next.get() instanceof StreamFrame.Alive alive) {
                    heard = new HeardPulse(alive.pulse(), System.nanoTime());
                } else if (next.get() instanceof StreamFrame.Refused refused) {
                    throw new StreamException(refused.reason(), refused.text());
                } else if (assembly.take(next.get())) {
                    taken = assembly.taken();
                    recent = false;
                }
            }
        }

        /** Reads the first frame; false if the other side ended instead. */
        private boolean isWelcome(FrameChannel frames) throws IOException {
            Optional<StreamFrame> first = read(frames);
            if (first.isEmpty()) {
                return false;
            }
            if (first.get() instanceof StreamFrame.Refused refused) {
                throw new StreamException(refused.reason(), refused.text());
            }
            if (!(first.get() instanceof StreamFrame.Welcome welcome)) {
                throw new StreamException(
                        StreamRefusal.NOT_THIS_PROTOCOL, "the first frame must be Welcome or Refused");
            }
            if (!welcome.chainId().equals(chainId)) {
                throw new StreamException(
                        StreamRefusal.OTHER_CHAIN, "the ledger process is of chain " + welcome.chainId());
            }
            return true;
        }

        private Optional<StreamFrame> read(FrameChannel frames) throws IOException {
            reading = true;
            try {
                return frames.read();
            } finally {
                reading = false;
            }
        }

        /** From the watching thread: says that it lives, and gives up a ledger process that does not. */
        void look() {
            FrameChannel now = channel;
            if (now == null) {
                return;
            }
            try {
                if (reading && System.nanoTime() - now.lastRead() > SILENT_FOR_AT_MOST.toNanos()) {
                    LOG.warn("the ledger process is silent; its connection is given up");
                    now.close();
                } else {
                    now.writeIfIdle(new StreamFrame.Taken(taken));
                }
            } catch (IOException e) {
                LOG.debug("the connection ends", e);
            }
        }

        private boolean isEnded() {
            return ended.getCount() == 0;
        }

        @Override
        public void close() {
            ended.countDown();
            followings.remove(this);
            FrameChannel now = channel;
            if (now != null) {
                try {
                    now.close();
                } catch (IOException e) {
                    LOG.debug("the connection does not close", e);
                }
            }
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
}
