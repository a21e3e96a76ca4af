package org.assent.abci.stream;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;
import org.assent.abci.server.ListenAddress;
import org.assent.abci.server.SocketFile;
import org.assent.ledger.stream.CommitStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the commit stream to followers in other processes of the site, over a socket file that only the owner may use.
 *
 * <p>Each follower goes at its own pace: it is read to from the store, by a thread of its own. One that is silent for half a
 * minute is given up; it can come back and go on.
 */
public final class StreamServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StreamServer.class);
    private static final int MAX_CONNECTIONS = 16; // a web side opens two
    private static final long WATCH_MILLIS = 1_000;
    private static final long JOIN_MILLIS = 5_000;

    private final ListenAddress.Unix address;
    private final Source source;
    private final ServerSocketChannel server;
    private final Map<StreamConnection, Thread> connections = new ConcurrentHashMap<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private final Thread acceptor = new Thread(this::accept, "commit-stream-accept");
    private final Thread watch = new Thread(this::watch, "commit-stream-watch");

    /**
     * What is given.
     *
     * @param chainId of the chain; followers of another are refused
     * @param stream what was committed
     * @param pulse how the ledger is now
     * @param recentAfter of the newest height: the height after which blocks are still kept
     */
    public record Source(
            String chainId, CommitStream stream, Supplier<LedgerPulse> pulse, LongUnaryOperator recentAfter) {}

    private StreamServer(ListenAddress.Unix address, Source source, ServerSocketChannel server) {
        this.address = address;
        this.source = source;
        this.server = server;
        acceptor.setDaemon(true);
        watch.setDaemon(true);
    }

    /**
     * Binds the socket file and serves.
     *
     * @throws IOException if it cannot be bound or another process serves it
     */
    public static StreamServer start(ListenAddress.Unix address, Source source) throws IOException {
        StreamServer started = new StreamServer(address, source, SocketFile.bind(address.path()));
        started.acceptor.start();
        started.watch.start();
        return started;
    }

    /** Number of followers that are connected. */
    public int followers() {
        return connections.size();
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel channel = server.accept();
                FrameChannel frames = new FrameChannel(channel, FrameChannel.MAX_FOLLOWER_FRAME_BYTES);
                if (connections.size() >= MAX_CONNECTIONS) {
                    refuse(frames);
                    continue;
                }
                StreamConnection connection = new StreamConnection(frames, source);
                Thread thread = new Thread(() -> serve(connection), "commit-stream-connection");
                thread.setDaemon(true);
                connections.put(connection, thread);
                thread.start();
            }
        } catch (ClosedChannelException e) {
            LOG.debug("commit stream closed");
        } catch (IOException e) {
            LOG.error("the commit stream accepts no more followers", e);
        }
    }

    private static void refuse(FrameChannel channel) throws IOException {
        LOG.warn("more than {} followers of the commit stream: the newest is refused", MAX_CONNECTIONS);
        try (channel) {
            channel.write(new StreamFrame.Refused(
                    StreamRefusal.TOO_MANY_FOLLOWERS, "at most " + MAX_CONNECTIONS + " followers are served"));
        } catch (IOException e) {
            LOG.debug("the refusal did not arrive", e);
        }
    }

    private void serve(StreamConnection connection) {
        try {
            connection.run();
        } finally {
            connections.remove(connection);
        }
    }

    /** Never waits for a socket, so that no follower can hold it up. */
    private void watch() {
        try {
            while (!end.await(WATCH_MILLIS, TimeUnit.MILLISECONDS)) {
                for (StreamConnection connection : connections.keySet()) {
                    if (connection.isSilent()) {
                        LOG.warn(
                                "a follower of the commit stream is silent at height {}: given up", connection.taken());
                        connection.close();
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.error("silent followers of the commit stream are not given up any more", e);
        }
    }

    /** Ends all followings and removes the socket file. */
    @Override
    public void close() throws IOException {
        end.countDown();
        server.close();
        for (StreamConnection connection : connections.keySet()) {
            connection.close();
        }
        try {
            acceptor.join(JOIN_MILLIS);
            watch.join(JOIN_MILLIS);
            for (Thread thread : connections.values()) {
                thread.join(JOIN_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Files.deleteIfExists(address.path());
    }
}
