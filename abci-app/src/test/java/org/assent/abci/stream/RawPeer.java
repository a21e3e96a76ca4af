package org.assent.abci.stream;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;

/** Somebody who connects to the stream's socket and sends whatever the test wants. */
final class RawPeer implements AutoCloseable {

    private final SocketChannel channel;
    private final FrameChannel frames;

    RawPeer(Path socket) throws IOException {
        channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        frames = new FrameChannel(channel, FrameChannel.MAX_FRAME_BYTES);
    }

    RawPeer send(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        return this;
    }

    RawPeer send(StreamFrame frame) throws IOException {
        frames.write(frame);
        return this;
    }

    RawPeer sendFramed(byte[] content) throws IOException {
        return send(ByteBuffer.allocate(4 + content.length)
                .putInt(content.length)
                .put(content)
                .array());
    }

    Optional<StreamFrame> next() throws IOException {
        return frames.read();
    }

    /** Reads to the end: whether there is one. */
    boolean isEnded() throws IOException {
        while (next().isPresent()) {
            // whatever still comes
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
