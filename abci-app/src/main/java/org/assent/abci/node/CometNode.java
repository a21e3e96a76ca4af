package org.assent.abci.node;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.assent.abci.server.ListenAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's process, supervised: started once the application's socket is there, started again when it ends, ended with this
 * JVM.
 *
 * <p>A node ends itself when it loses its application, so it does not outlive a JVM that is killed for long; one that does is
 * found by its process file at the next start and ended before another is started. Its log is {@code node.log} in its home.
 */
public final class CometNode implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CometNode.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration STABLE = Duration.ofSeconds(30);
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final long POLL_MILLIS = 1_000;

    private final Path binary;
    private final NodeHome home;
    private final ListenAddress application;
    private final CometRpc rpc;
    private final PidFile pidFile;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread supervisor;
    private final Thread monitor;
    private volatile NodeHealth health = NodeHealth.STARTING;
    private volatile @Nullable Process process;
    private final AtomicInteger restarts = new AtomicInteger();
    private final AtomicBoolean asked = new AtomicBoolean();
    private volatile String lastWords = "";

    private CometNode(Path binary, NodeHome home, ListenAddress application, CometRpc rpc) {
        this.binary = binary;
        this.home = home;
        this.application = application;
        this.rpc = rpc;
        this.pidFile = new PidFile(home.pidFile(), home.folder());
        this.supervisor = daemon("node-supervisor", this::supervise);
        this.monitor = daemon("node-monitor", this::watch);
    }

    private static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Ends what an earlier run left behind and starts the node; returns at once.
     *
     * @param binary the {@code cometbft} program
     * @param application where the application listens already
     * @param rpc of this node
     * @throws IOException if there is no such program, or a leftover node does not end
     */
    public static CometNode start(Path binary, NodeHome home, ListenAddress application, CometRpc rpc)
            throws IOException {
        if (!Files.isExecutable(binary)) {
            throw new IOException("there is no CometBFT program at " + binary + "; ./assent builds it");
        }
        CometNode node = new CometNode(binary.toAbsolutePath(), home, application, rpc);
        node.pidFile.endLeftover();
        node.supervisor.start();
        node.monitor.start();
        return node;
    }

    /** How the node is, at most about a second old. */
    public NodeHealth health() {
        return health;
    }

    /** The id of its process while it runs, for tests that kill it; empty between two runs. */
    public OptionalLong pid() {
        Process running = process;
        return running != null && running.isAlive() ? OptionalLong.of(running.pid()) : OptionalLong.empty();
    }

    /** Ends the process in order; its supervisor starts it again. */
    public void restart() {
        Process running = process;
        if (running != null) {
            asked.set(true);
            running.destroy();
        }
    }

    private void supervise() {
        Duration pause = FIRST_PAUSE;
        try (RotatingLog log = new RotatingLog(home.logFile())) {
            while (!isStopping()) {
                long began = System.nanoTime();
                runOnce(log);
                if (isStopping()) {
                    return;
                }
                boolean wasStable = System.nanoTime() - began > STABLE.toNanos();
                pause = wasStable ? FIRST_PAUSE : pause;
                if (asked.getAndSet(false)) {
                    LOG.info("the node is started again, as it was asked to");
                } else {
                    LOG.error("the node ended, it is started again in {} ms; it said: {}", pause.toMillis(), lastWords);
                }
                if (stop.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
                restarts.incrementAndGet();
            }
        } catch (IOException e) {
            LOG.error("the node is not supervised any more", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void runOnce(RotatingLog log) throws IOException, InterruptedException {
        home.writeConfiguration();
        Process started = new ProcessBuilder(
                        binary.toString(),
                        "node",
                        "--home",
                        home.folder().toString(),
                        "--proxy_app",
                        application.toProxyApp())
                .redirectErrorStream(true)
                .directory(home.folder().toFile())
                .start();
        process = started;
        pidFile.write(started.toHandle());
        if (isStopping()) { // close() may have looked before there was a process
            started.destroy();
        }
        started.getOutputStream().close();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                log.line(line);
                lastWords = line;
            }
        } catch (IOException e) {
            LOG.debug("the node's output ended", e);
        }
        started.waitFor();
        pidFile.delete();
        health = new NodeHealth(false, true, 0, restarts.get(), lastWords);
    }

    private void watch() {
        try {
            do {
                health = poll();
            } while (!stop.await(POLL_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private NodeHealth poll() throws InterruptedException {
        if (pid().isEmpty()) {
            return new NodeHealth(false, true, 0, restarts.get(), lastWords);
        }
        try {
            CometRpc.Status status = rpc.status();
            return new NodeHealth(true, status.catchingUp(), rpc.peers(), restarts.get(), lastWords);
        } catch (RpcException e) {
            return new NodeHealth(false, true, 0, restarts.get(), lastWords);
        }
    }

    private boolean isStopping() {
        return stop.getCount() == 0;
    }

    /** Ends the node: asks, waits up to ten seconds, then kills it. */
    @Override
    public void close() {
        stop.countDown();
        Process running = process;
        try {
            if (running != null) {
                running.destroy();
                if (!running.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                    LOG.warn("the node does not end, it is killed");
                    running.destroyForcibly();
                }
            }
            supervisor.join(GRACE.toMillis());
            monitor.join(GRACE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
