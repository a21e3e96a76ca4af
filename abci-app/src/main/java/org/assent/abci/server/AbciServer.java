package org.assent.abci.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The application's end of ABCI 2.0 over a socket (abci++_client_server.md): one thread per connection, answers in
 * request order, frames of a bounded size, and consensus calls from one connection only.
 *
 * <p>A connection that sends anything else is closed with a reason; the server goes on.
 */
public final class AbciServer implements AutoCloseable {

    /** Well above a block of 1 MB with its commit and a snapshot chunk of 1 MiB. */
    public static final int MAX_FRAME_BYTES = 16 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(AbciServer.class);
    private static final int MAX_CONNECTIONS = 32; // a node opens four
    private static final Duration HANDOVER = Duration.ofSeconds(2);
    private static final long JOIN_MILLIS = 5_000;

    private final ListenAddress address;
    private final AbciApplication application;
    private final int maxFrameBytes;
    private final ServerSocketChannel server;
    private final ConsensusLease lease = new ConsensusLease(HANDOVER);
    private final Map<AbciConnection, Thread> connections = new ConcurrentHashMap<>();
    private final Thread acceptor;

    private AbciServer(
            ListenAddress address, AbciApplication application, int maxFrameBytes, ServerSocketChannel server) {
        this.address = address;
        this.application = application;
        this.maxFrameBytes = maxFrameBytes;
        this.server = server;
        this.acceptor = new Thread(this::accept, "abci-accept");
        this.acceptor.setDaemon(true);
    }

    /**
     * Binds the address and serves; when this returns, a node may connect.
     *
     * @throws IOException if the address cannot be bound or somebody else serves it
     */
    public static AbciServer start(ListenAddress address, AbciApplication application) throws IOException {
        return start(address, application, MAX_FRAME_BYTES);
    }

    static AbciServer start(ListenAddress address, AbciApplication application, int maxFrameBytes) throws IOException {
        ServerSocketChannel bound = bind(address);
        AbciServer started = new AbciServer(local(address, bound), application, maxFrameBytes, bound);
        started.acceptor.start();
        return started;
    }

    private static ServerSocketChannel bind(ListenAddress address) throws IOException {
        return switch (address) {
            case ListenAddress.Unix unix -> SocketFile.bind(unix.path());
            case ListenAddress.Tcp tcp -> {
                ServerSocketChannel channel = ServerSocketChannel.open();
                try {
                    yield channel.bind(tcp.address());
                } catch (IOException | RuntimeException e) {
                    channel.close();
                    throw e;
                }
            }
        };
    }

    private static ListenAddress local(ListenAddress asked, ServerSocketChannel bound) throws IOException {
        return switch (asked) {
            case ListenAddress.Unix unix -> unix;
            case ListenAddress.Tcp tcp -> new ListenAddress.Tcp((InetSocketAddress) bound.getLocalAddress());
        };
    }

    /** Where it listens; a TCP port of 0 has become the real one. */
    public ListenAddress address() {
        return address;
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel channel = server.accept();
                if (connections.size() >= MAX_CONNECTIONS) {
                    LOG.warn("more than {} ABCI connections: the newest is closed", MAX_CONNECTIONS);
                    channel.close();
                    continue;
                }
                if (address instanceof ListenAddress.Tcp) {
                    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                }
                AbciConnection connection = new AbciConnection(channel, application, lease, maxFrameBytes);
                Thread thread = new Thread(() -> serve(connection), "abci-connection");
                thread.setDaemon(true);
                connections.put(connection, thread);
                thread.start();
            }
        } catch (ClosedChannelException e) {
            LOG.debug("ABCI server closed");
        } catch (IOException e) {
            LOG.error("the ABCI server accepts no more connections", e);
        }
    }

    private void serve(AbciConnection connection) {
        try {
            connection.run();
        } finally {
            connections.remove(connection);
        }
    }

    /** Ends all connections, waits for the calls in progress, and removes the socket file. */
    @Override
    public void close() throws IOException {
        server.close();
        for (AbciConnection connection : connections.keySet()) {
            connection.close();
        }
        try {
            acceptor.join(JOIN_MILLIS);
            for (Thread thread : connections.values()) {
                thread.join(JOIN_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (address instanceof ListenAddress.Unix unix) {
            Files.deleteIfExists(unix.path());
        }
    }
}
