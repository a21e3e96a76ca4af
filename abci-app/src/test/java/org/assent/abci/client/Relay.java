package org.assent.abci.client;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The network between nodes of one machine: every node dials the relay instead of the others, so their links can be cut, held up and
 * slowed down. Loopback TCP only; needs no privilege. Thread-safe.
 *
 * <p>A link between two nodes has two directions, whoever dialled. <i>Severed</i>: connections end and new ones are refused, as when a
 * machine is gone. <i>Held up</i>: nothing arrives and nothing ends, as when packets are dropped; what was under way arrives later.
 */
final class Relay implements LocalChain.Routes, AutoCloseable {

    private static final int CHUNK = 16 * 1024;
    private static final int CHUNKS_UNDER_WAY = 256;

    /** One direction. */
    private record Direction(int from, int to) {}

    /** What is under way; no bytes at the end. */
    private record Chunk(ByteString bytes, long arrivesNanos) {}

    private final List<ServerSocket> listening = new ArrayList<>();
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final Object change = new Object();
    private final Set<Direction> severed = new HashSet<>();
    private final Set<Direction> heldUp = new HashSet<>();
    private final ConcurrentHashMap<Direction, Duration> delays = new ConcurrentHashMap<>();
    private boolean closed;

    @Override
    public int port(int from, int to, int target) {
        try {
            ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            listening.add(door);
            Thread.ofVirtual().start(() -> accept(door, from, to, target));
            return door.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no port for the relay", e);
        }
    }

    /** Ends all connections between the two groups, and lets none begin. */
    void sever(Set<Integer> some, Set<Integer> others) {
        synchronized (change) {
            severed.addAll(between(some, others));
        }
        for (Connection connection : connections) {
            if (isSevered(connection.forth)) {
                connection.close();
            }
        }
    }

    /** Lets nothing arrive that the ones send to the others; the connections stay. */
    void holdUp(Set<Integer> senders, Set<Integer> receivers) {
        synchronized (change) {
            for (int from : senders) {
                for (int to : receivers) {
                    heldUp.add(new Direction(from, to));
                }
            }
        }
    }

    /** Everything that the one sends to the other takes so much longer. */
    void delay(int from, int to, Duration longer) {
        delays.put(new Direction(from, to), longer);
    }

    /** All links are as they were at first. */
    void heal() {
        synchronized (change) {
            severed.clear();
            heldUp.clear();
            delays.clear();
            change.notifyAll();
        }
    }

    private static Set<Direction> between(Set<Integer> some, Set<Integer> others) {
        Set<Direction> directions = new HashSet<>();
        for (int one : some) {
            for (int other : others) {
                directions.add(new Direction(one, other));
                directions.add(new Direction(other, one));
            }
        }
        return directions;
    }

    private boolean isSevered(Direction direction) {
        synchronized (change) {
            return closed || severed.contains(direction);
        }
    }

    private void accept(ServerSocket door, int from, int to, int target) {
        while (!door.isClosed()) {
            try {
                Socket dialled = door.accept();
                if (isSevered(new Direction(from, to))) {
                    dialled.close();
                    continue;
                }
                connect(dialled, from, to, target);
            } catch (IOException e) {
                // the door is closed, or the other end is not there: the node dials again
            }
        }
    }

    private void connect(Socket dialled, int from, int to, int target) throws IOException {
        Socket onward;
        try {
            onward = new Socket(InetAddress.getLoopbackAddress(), target);
        } catch (IOException e) {
            dialled.close();
            throw e;
        }
        dialled.setTcpNoDelay(true);
        onward.setTcpNoDelay(true);
        Connection connection = new Connection(dialled, onward, new Direction(from, to));
        connections.add(connection);
        connection.begin();
        if (isSevered(connection.forth)) { // severed while it was made
            connection.close();
        }
    }

    /** Waits until the chunk may arrive. */
    private void travel(Direction direction, Chunk chunk) throws InterruptedException {
        long left = chunk.arrivesNanos() - System.nanoTime();
        if (left > 0) {
            Thread.sleep(Duration.ofNanos(left));
        }
        synchronized (change) {
            while (heldUp.contains(direction) && !closed) {
                change.wait();
            }
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (change) {
            closed = true;
            change.notifyAll();
        }
        for (ServerSocket door : listening) {
            door.close();
        }
        connections.forEach(Connection::close);
    }

    /** One TCP connection, in two halves. */
    private final class Connection {

        private final Socket dialled;
        private final Socket onward;
        private final Direction forth;

        private Connection(Socket dialled, Socket onward, Direction forth) {
            this.dialled = dialled;
            this.onward = onward;
            this.forth = forth;
        }

        private void begin() {
            pump(dialled, onward, forth);
            pump(onward, dialled, new Direction(forth.to(), forth.from()));
        }

        private void pump(Socket source, Socket sink, Direction direction) {
            BlockingQueue<Chunk> underWay = new ArrayBlockingQueue<>(CHUNKS_UNDER_WAY);
            Thread.ofVirtual().start(() -> read(source, underWay, direction));
            Thread.ofVirtual().start(() -> write(sink, underWay, direction));
        }

        private void read(Socket source, BlockingQueue<Chunk> underWay, Direction direction) {
            byte[] buffer = new byte[CHUNK];
            try (InputStream in = source.getInputStream()) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    underWay.put(new Chunk(ByteString.copyFrom(buffer, 0, read), arrival(direction)));
                }
            } catch (IOException e) {
                // ended by one of the nodes, or severed
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            end(underWay);
        }

        private void end(BlockingQueue<Chunk> underWay) {
            try {
                underWay.put(new Chunk(ByteString.EMPTY, System.nanoTime()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void write(Socket sink, BlockingQueue<Chunk> underWay, Direction direction) {
            try (OutputStream out = sink.getOutputStream()) {
                for (Chunk next = underWay.take(); !next.bytes().isEmpty(); next = underWay.take()) {
                    travel(direction, next);
                    next.bytes().writeTo(out);
                }
            } catch (IOException e) {
                // as above
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            close();
            underWay.clear(); // whoever waits to put its end here
        }

        private long arrival(Direction direction) {
            return System.nanoTime()
                    + delays.getOrDefault(direction, Duration.ZERO).toNanos();
        }

        private void close() {
            connections.remove(this);
            try {
                dialled.close();
                onward.close();
            } catch (IOException e) {
                throw new UncheckedIOException("could not end a connection of the relay", e);
            }
        }
    }
}
