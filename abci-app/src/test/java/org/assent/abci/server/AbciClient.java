package org.assent.abci.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import org.assent.abci.wire.Request;
import org.assent.abci.wire.Response;
import org.jspecify.annotations.Nullable;

/** The node's end of one ABCI connection, for tests: sends requests, or any bytes, and reads answers. */
public final class AbciClient implements AutoCloseable {

    private final SocketChannel channel;
    private final InputStream in;

    private AbciClient(SocketChannel channel) {
        this.channel = channel;
        this.in = Channels.newInputStream(channel);
    }

    /** Connects to where the server listens. */
    public static AbciClient connect(ListenAddress address) throws IOException {
        return new AbciClient(
                switch (address) {
                    case ListenAddress.Unix unix -> SocketChannel.open(UnixDomainSocketAddress.of(unix.path()));
                    case ListenAddress.Tcp tcp -> SocketChannel.open(tcp.address());
                });
    }

    /** Sends and waits for the answer. */
    public Response call(Request request) throws IOException {
        send(request);
        Response response = receive();
        if (response == null) {
            throw new IOException("the server closed the connection");
        }
        return response;
    }

    void send(Request... requests) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Request request : requests) {
            request.writeDelimitedTo(bytes);
        }
        sendBytes(bytes.toByteArray());
    }

    void sendBytes(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /** The next answer; null when the server closed the connection. */
    @Nullable
    Response receive() throws IOException {
        return Response.parseDelimitedFrom(in);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
