package org.assent.authorization.peer;

import java.time.Duration;

/**
 * Bounds on calls to one other site.
 *
 * @param connections open at once
 * @param waiting requests that wait for a connection
 * @param connect time to connect
 * @param idle time without a byte after which a call is given up and an unused connection closed; less than the 30 s after
 *     which servers close theirs
 * @param whole time of a whole call with its body
 * @param maxBody bytes of one response's body
 */
public record PeerLimits(int connections, int waiting, Duration connect, Duration idle, Duration whole, long maxBody) {

    /** For hospitals' networks: 16 connections, 4 GiB and 15 minutes a call. */
    public static PeerLimits standard() {
        return new PeerLimits(16, 256, Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofMinutes(15), 4L << 30);
    }
}
