package org.assent.abci.stream;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.stream.ChangedLeaf;
import org.assent.ledger.stream.CommitFollower;
import org.assent.ledger.stream.CommitStream;
import org.assent.ledger.stream.CommittedBlock;
import org.assent.ledger.stream.TransactionResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One follower at the other end of a socket.
 *
 * <p>It is called from a thread of the stream that belongs to it alone, which waits when the other side does not read: it
 * holds one block at most, and delays nobody. When the connection is lost, the rest of what it is told is dropped, until the
 * following has ended.
 */
final class StreamConnection implements Runnable, CommitFollower {

    private static final Logger LOG = LoggerFactory.getLogger(StreamConnection.class);

    /** A part of a block or state goes out when it is this large; one leaf more is added to it at most. */
    private static final int PART_BYTES = 256 << 10;

    private static final int PART_RESULTS = 4_096;
    private static final int LEAF_OVERHEAD = 64;
    private static final Duration FIRST_FRAME_WITHIN = Duration.ofSeconds(5);
    private static final Duration SILENT_FOR_AT_MOST = Duration.ofSeconds(30);
    private static final long PULSE_MILLIS = 1_000;

    private final FrameChannel channel;
    private final StreamServer.Source source;
    private final List<ChangedLeaf> part = new ArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile boolean welcome;
    private volatile long taken;
    private int partBytes;
    private long stateHeight;

    StreamConnection(FrameChannel channel, StreamServer.Source source) {
        this.channel = channel;
        this.source = source;
    }

    @Override
    public void run() {
        try {
            serve();
        } catch (StreamException e) {
            LOG.warn("a follower of the commit stream is refused, {}: {}", e.refusal(), e.getMessage());
            refuse(e);
        } catch (ClosedChannelException e) {
            LOG.debug("a connection of the commit stream is closed");
        } catch (IOException e) {
            LOG.info("a follower of the commit stream is lost: {}", e.getMessage());
        } finally {
            end.countDown();
            closeQuietly();
        }
    }

    private void serve() throws IOException {
        Optional<StreamFrame> first = channel.read();
        if (first.isEmpty()) {
            return; // who looks whether somebody is here says nothing
        }
        if (!(first.get() instanceof StreamFrame.Follow follow)) {
            throw new StreamException(StreamRefusal.NOT_THIS_PROTOCOL, "the first frame must be Follow");
        }
        if (!follow.chainId().equals(source.chainId())) {
            throw new StreamException(
                    StreamRefusal.OTHER_CHAIN,
                    "this is chain " + source.chainId() + ", the follower is of another one");
        }
        welcome = true;
        long newest = source.pulse().get().height();
        channel.write(new StreamFrame.Welcome(source.chainId(), newest));
        taken = follow.recent() ? source.recentAfter().applyAsLong(newest) : follow.afterHeight();
        Thread pulse = new Thread(this::pulse, "commit-stream-pulse");
        pulse.setDaemon(true);
        pulse.start();
        CommitStream.Following following = source.stream().follow(taken, this);
        try {
            readSignsOfLife();
        } finally {
            channel.close(); // before the following: its thread may wait for the other side to read
            following.close();
        }
    }

    private void readSignsOfLife() throws IOException {
        for (Optional<StreamFrame> next = channel.read(); next.isPresent(); next = channel.read()) {
            if (!(next.get() instanceof StreamFrame.Taken now)) {
                throw new StreamException(StreamRefusal.NOT_THIS_PROTOCOL, "a follower sends Taken and nothing else");
            }
            taken = now.height();
        }
    }

    private void refuse(StreamException why) {
        try {
            channel.writeIfIdle(new StreamFrame.Refused(why.refusal(), String.valueOf(why.getMessage())));
        } catch (IOException e) {
            LOG.debug("the refusal did not arrive", e);
        }
    }

    private void pulse() {
        try {
            do {
                channel.writeIfIdle(new StreamFrame.Alive(source.pulse().get()));
            } while (!end.await(PULSE_MILLIS, TimeUnit.MILLISECONDS));
        } catch (IOException e) {
            LOG.debug("the pulse ends with its connection", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether it is time to give it up: it has not said what it wants, or nothing for long. */
    boolean isSilent() {
        Duration silence = Duration.ofNanos(System.nanoTime() - channel.lastRead());
        return silence.compareTo(welcome ? SILENT_FOR_AT_MOST : FIRST_FRAME_WITHIN) > 0;
    }

    /** The height that the other side says it has taken. */
    long taken() {
        return taken;
    }

    /** Ends it; its threads see the closed channel and leave. */
    void close() throws IOException {
        end.countDown();
        channel.close();
    }

    @Override
    public void beginState(long height, Instant time, Bytes32 appHash) {
        part.clear();
        partBytes = 0;
        stateHeight = height;
        send(new StreamFrame.BeginState(height, time, appHash));
    }

    @Override
    public void leaf(ChangedLeaf leaf) {
        add(leaf);
    }

    @Override
    public void endOfState() {
        sendPart();
        send(new StreamFrame.EndOfState(stateHeight));
    }

    @Override
    public void committed(CommittedBlock block) {
        send(new StreamFrame.BeginBlock(
                block.height(),
                block.time(),
                block.appHash(),
                block.changes().size(),
                block.results().size()));
        block.changes().forEach(this::add);
        sendPart();
        List<TransactionResult> results = block.results();
        for (int from = 0; from < results.size(); from += PART_RESULTS) {
            send(new StreamFrame.Results(results.subList(from, Math.min(results.size(), from + PART_RESULTS))));
        }
        send(new StreamFrame.EndOfBlock(block.height()));
    }

    private void add(ChangedLeaf leaf) {
        part.add(leaf);
        partBytes += LEAF_OVERHEAD + leaf.value().length() + leaf.annex().length();
        if (partBytes >= PART_BYTES) {
            sendPart();
        }
    }

    private void sendPart() {
        if (!part.isEmpty()) {
            send(new StreamFrame.Leaves(List.copyOf(part)));
        }
        part.clear();
        partBytes = 0;
    }

    private void send(StreamFrame frame) {
        if (end.getCount() == 0) {
            return;
        }
        try {
            channel.write(frame);
        } catch (IOException e) {
            LOG.debug("the follower is gone", e);
            end.countDown();
            closeQuietly(); // its reader sees it and ends the following
        }
    }

    private void closeQuietly() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("the socket of a lost follower does not close", e);
        }
    }
}
