package org.assent.abci.server;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Where the application listens for its node: a Unix domain socket (one machine) or TCP (two containers). */
public sealed interface ListenAddress {

    /** As CometBFT's {@code proxy_app} wants it: {@code unix://…} or {@code tcp://host:port}. */
    String toProxyApp();

    /**
     * A socket file.
     *
     * @param path absolute, at most {@value #MAX_PATH_BYTES} bytes in UTF-8
     */
    record Unix(Path path) implements ListenAddress {

        /** What every Unix accepts: macOS has 104 bytes with the closing zero, Linux 108. */
        public static final int MAX_PATH_BYTES = 103;

        public Unix {
            path = path.toAbsolutePath().normalize();
            int length = path.toString().getBytes(StandardCharsets.UTF_8).length;
            if (length > MAX_PATH_BYTES) {
                throw new IllegalArgumentException("the path of a socket may have " + MAX_PATH_BYTES
                        + " bytes, this one has " + length + "; choose a folder with a shorter path: " + path);
            }
        }

        @Override
        public String toProxyApp() {
            return "unix://" + path;
        }
    }

    /** A TCP address. Whoever reaches it can act as the node: bind it to loopback or to a private network only. */
    record Tcp(InetSocketAddress address) implements ListenAddress {

        @Override
        public String toProxyApp() {
            return "tcp://" + address.getHostString() + ":" + address.getPort();
        }
    }
}
