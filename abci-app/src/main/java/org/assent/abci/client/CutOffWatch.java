package org.assent.abci.client;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.assent.abci.app.PeerAdmission;
import org.assent.abci.node.RpcException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends connections with nodes that were cut off while they were connected. CometBFT v0.40 has no call that ends one, so the
 * node's process is ended and started again, which then does not let them in; the members one after the other, so that
 * consensus never lacks more than one of them because of it.
 */
final class CutOffWatch implements AutoCloseable {

    /** A member's restart is over long before it is the next one's turn. */
    static final Duration TURN = Duration.ofSeconds(15);

    private static final Logger LOG = LoggerFactory.getLogger(CutOffWatch.class);
    private static final int IN_AN_HOUR = 4;
    private static final Duration BETWEEN = Duration.ofSeconds(2);

    private final PeerAdmission admission;
    private final Connections connections;
    private final Runnable restart;
    private final LongSupplier nanos;
    private final CountDownLatch end = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "cut-off-watch");
    private final Deque<Long> restarts = new ArrayDeque<>();
    private Optional<Long> seenAt = Optional.empty();

    /** With whom a node is connected. */
    interface Connections {

        /** Ids of nodes. */
        Set<String> peerIds() throws RpcException, InterruptedException;
    }

    /**
     * Watches one node.
     *
     * @param connections the node's
     * @param restart ends the node, which its supervisor starts again
     */
    CutOffWatch(PeerAdmission admission, Connections connections, Runnable restart, LongSupplier nanos) {
        this.admission = admission;
        this.connections = connections;
        this.restart = restart;
        this.nanos = nanos;
    }

    CutOffWatch start() {
        thread.setDaemon(true);
        thread.start();
        return this;
    }

    private void run() {
        try {
            while (!end.await(BETWEEN.toMillis(), TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Looks once. */
    void look() throws InterruptedException {
        Set<String> cutOff = admission.cutOff();
        if (cutOff.isEmpty()) {
            seenAt = Optional.empty();
            return;
        }
        try {
            Optional<String> connected =
                    connections.peerIds().stream().filter(cutOff::contains).findFirst();
            if (connected.isEmpty()) {
                seenAt = Optional.empty();
                return;
            }
            long since = seenAt.orElseGet(nanos::getAsLong);
            seenAt = Optional.of(since);
            if (nanos.getAsLong() - since >= TURN.toNanos() * admission.turn() && mayRestart()) {
                LOG.warn(
                        "node {} is of a suspended organization and still connected: this site's node is started again to end that",
                        connected.get());
                restart.run();
                seenAt = Optional.empty();
            }
        } catch (RpcException e) {
            LOG.debug("the node is away, it is asked later", e);
        }
    }

    /** Nobody can keep the validators busy with it: an hour sees only so many. */
    private boolean mayRestart() {
        long now = nanos.getAsLong();
        restarts.removeIf(at -> now - at > Duration.ofHours(1).toNanos());
        if (restarts.size() >= IN_AN_HOUR) {
            return false;
        }
        restarts.add(now);
        return true;
    }

    @Override
    public void close() {
        end.countDown();
    }
}
