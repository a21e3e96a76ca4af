package org.assent.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * Loopback TCP ports that nobody listened on a moment ago.
 *
 * <p>Another process may take one before the test does: a server that can bind to port 0 itself should do that instead.
 */
public final class FreePorts {
    private FreePorts() {}

    /** One free port. */
    public static int next() {
        return take(1).get(0);
    }

    /** {@code count} different free ports, held at the same time and then let go together. */
    public static List<Integer> take(int count) {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("no free loopback port", e);
        } finally {
            held.forEach(FreePorts::close);
        }
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException("could not let go of port " + socket.getLocalPort(), e);
        }
    }
}
