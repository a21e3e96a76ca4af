package org.assent.abci.server;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Optional;
import org.assent.abci.server.AbciException.Reason;
import org.assent.abci.wire.Request;

/**
 * Cuts the byte stream of one connection into requests: {@code varint(length) ‖ Request}, repeated
 * (abci++_client_server.md, "Socket"). Holds at most one frame above what has arrived; not thread-safe.
 */
final class FrameReader {

    private static final int FIRST_BUFFER_BYTES = 1 << 16;
    private static final int MAX_LENGTH_BYTES = 5;

    private final ReadableByteChannel channel;
    private final int maxFrameBytes;
    /** Always in reading position: what lies between position and limit has arrived and is not used yet. */
    private ByteBuffer buffer = ByteBuffer.allocate(FIRST_BUFFER_BYTES).flip();

    FrameReader(ReadableByteChannel channel, int maxFrameBytes) {
        this.channel = channel;
        this.maxFrameBytes = maxFrameBytes;
    }

    /** Whether a whole frame has arrived, so that {@link #next()} will not wait. */
    boolean ready() throws AbciException {
        return frameLength() >= 0;
    }

    /**
     * The next request; waits for it.
     *
     * @return empty when the other side closed between two frames
     * @throws AbciException for a bad length, a frame above the limit, bytes that are no Request, an early end
     */
    Optional<Request> next() throws IOException {
        int length;
        while ((length = frameLength()) < 0) {
            if (!fill()) {
                if (buffer.hasRemaining()) {
                    throw new AbciException(Reason.TRUNCATED, "the connection ended in the middle of a message");
                }
                return Optional.empty();
            }
        }
        buffer.position(buffer.position() + lengthBytes(length));
        ByteBuffer frame = buffer.slice(buffer.position(), length);
        buffer.position(buffer.position() + length);
        try {
            return Optional.of(Request.parseFrom(frame));
        } catch (InvalidProtocolBufferException e) {
            AbciException refused =
                    new AbciException(Reason.MALFORMED_REQUEST, "not an ABCI request: " + e.getMessage());
            refused.initCause(e);
            throw refused;
        }
    }

    /** The length of the next frame if all of it has arrived, else -1. Consumes nothing. */
    private int frameLength() throws AbciException {
        long length = 0;
        for (int i = 0; ; i++) {
            if (i == MAX_LENGTH_BYTES) {
                throw new AbciException(Reason.MALFORMED_LENGTH, "a message length has at most 5 bytes");
            }
            if (i == buffer.remaining()) {
                return -1;
            }
            byte next = buffer.get(buffer.position() + i);
            length |= (long) (next & 0x7f) << (7 * i);
            if (next >= 0) {
                if (i > 0 && next == 0) {
                    throw new AbciException(Reason.MALFORMED_LENGTH, "a message length is not in its shortest form");
                }
                if (length > maxFrameBytes) {
                    throw new AbciException(
                            Reason.FRAME_TOO_LARGE,
                            "a message of " + length + " bytes; at most " + maxFrameBytes + " are accepted");
                }
                return buffer.remaining() - (i + 1) >= length ? (int) length : -1;
            }
        }
    }

    private static int lengthBytes(int length) {
        return Math.max(1, (38 - Integer.numberOfLeadingZeros(length)) / 7);
    }

    private boolean fill() throws IOException {
        ByteBuffer target = buffer;
        if (target.position() == 0 && target.limit() == target.capacity()) {
            int larger = (int) Math.min((long) target.capacity() * 2, (long) maxFrameBytes + MAX_LENGTH_BYTES);
            target = ByteBuffer.allocate(Math.max(larger, FIRST_BUFFER_BYTES)).put(target);
        } else {
            target.compact();
        }
        int read = channel.read(target);
        buffer = target.flip();
        return read >= 0;
    }
}
