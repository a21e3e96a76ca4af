package org.assent.abci.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Frames over a socket: one thread reads, any threads write. A write waits as long as the other side does not read; that is
 * the back-pressure.
 */
final class FrameChannel implements AutoCloseable {

    /** What a frame to a follower may have: the parts that {@link StreamConnection} makes, with room. */
    static final int MAX_FRAME_BYTES = 1 << 20;

    /** What a frame of a follower may have. */
    static final int MAX_FOLLOWER_FRAME_BYTES = 512;

    private static final int PREFIX = Integer.BYTES;

    private final SocketChannel channel;
    private final int maxBytes;
    private final ReentrantLock writing = new ReentrantLock();
    private volatile long lastRead = System.nanoTime();

    /** With the most bytes that a frame from the other side may have. */
    FrameChannel(SocketChannel channel, int maxBytes) {
        this.channel = channel;
        this.maxBytes = maxBytes;
    }

    /**
     * The next frame; empty if the other side ended between two frames.
     *
     * @throws StreamException if what comes is not a frame, or one above the limit
     */
    Optional<StreamFrame> read() throws IOException {
        lastRead = System.nanoTime(); // who did not read until now cannot say that the other side was silent
        ByteBuffer prefix = ByteBuffer.allocate(PREFIX);
        if (!fill(prefix)) {
            return Optional.empty();
        }
        int length = prefix.flip().getInt();
        if (length <= 0) {
            throw new StreamException(StreamRefusal.NOT_THIS_PROTOCOL, "a frame has a length of at least 1");
        }
        if (length > maxBytes) {
            throw new StreamException(
                    StreamRefusal.FRAME_TOO_LARGE,
                    "a frame of " + length + " bytes, at most " + maxBytes + " are allowed");
        }
        ByteBuffer frame = ByteBuffer.allocate(length);
        if (!fill(frame)) {
            throw truncated();
        }
        lastRead = System.nanoTime();
        return Optional.of(StreamFrames.decode(frame.array()));
    }

    private boolean fill(ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                if (buffer.position() == 0) {
                    return false;
                }
                throw truncated();
            }
        }
        return true;
    }

    private static StreamException truncated() {
        return new StreamException(StreamRefusal.TRUNCATED, "the other side ended in the middle of a frame");
    }

    /** Writes a frame, as soon as the other side has read enough. */
    void write(StreamFrame frame) throws IOException {
        ByteBuffer bytes = bytes(frame);
        writing.lock();
        try {
            writeAll(bytes);
        } finally {
            writing.unlock();
        }
    }

    /** The same, unless something is being written: that is sign of life enough. */
    void writeIfIdle(StreamFrame frame) throws IOException {
        if (writing.tryLock()) {
            try {
                writeAll(bytes(frame));
            } finally {
                writing.unlock();
            }
        }
    }

    private static ByteBuffer bytes(StreamFrame frame) {
        byte[] content = StreamFrames.encode(frame);
        return ByteBuffer.allocate(PREFIX + content.length)
                .putInt(content.length)
                .put(content)
                .flip();
    }

    private void writeAll(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Since when a frame is waited for, by {@link System#nanoTime()}. */
    long lastRead() {
        return lastRead;
    }

    /** Ends the connection; who reads or writes gets an exception. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
