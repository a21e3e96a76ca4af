package org.assent.site.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assent.abci.node.CometRpc;
import org.assent.abci.node.RpcException;
import org.assent.ledger.transaction.SignedTransaction;
import org.assent.ledger.transaction.TransactionCodec;
import org.assent.site.SiteLock;

/**
 * Starts the four hospitals, puts them on the ledger, and stops them again.
 *
 * <p>One launcher a folder. Whatever ends this process, the sites and their nodes end too.
 */
final class Launcher implements AutoCloseable {

    private static final Duration READY_WITHIN = Duration.ofMinutes(10);
    private static final long POLL_MILLIS = 300;

    private final DemoNetwork network;
    private final SiteLock lock;
    private final List<SiteProcess> sites;
    private final PrintStream out;
    private final Clock clock;
    private final SecureRandom random;

    private Launcher(
            DemoNetwork network,
            SiteLock lock,
            List<SiteProcess> sites,
            PrintStream out,
            Clock clock,
            SecureRandom random) {
        this.network = network;
        this.lock = lock;
        this.sites = List.copyOf(sites);
        this.out = out;
        this.clock = clock;
        this.random = random;
    }

    /** Makes what is missing and starts the four processes; they are not ready yet. */
    static Launcher start(DemoOptions options, PrintStream out, Clock clock, SecureRandom random)
            throws DemoException, IOException, InterruptedException {
        Path home = options.home();
        List<Hospital> hospitals = Hospital.all(options.portBase());
        SiteLock lock = lock(home);
        boolean started = false;
        try {
            Leftovers.waitForEnd(
                    hospitals.stream()
                            .map(hospital -> DemoNetwork.folder(home, hospital))
                            .toList(),
                    out);
            Ports.requireFree(hospitals);
            DemoNetwork network = DemoNetwork.prepare(home, hospitals, options.ledgerProcess(), clock, random);
            HttpClient http = HttpClient.newBuilder()
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();
            List<SiteProcess> sites = new ArrayList<>();
            for (Hospital hospital : hospitals) {
                sites.add(new SiteProcess(hospital, DemoNetwork.folder(home, hospital), http));
            }
            Launcher launcher = new Launcher(network, lock, sites, out, clock, random);
            Runtime.getRuntime().addShutdownHook(new Thread(launcher::close, "stop"));
            for (SiteProcess site : sites) {
                Files.deleteIfExists(site.stayDownFile());
                site.start();
            }
            started = true;
            return launcher;
        } finally {
            if (!started) {
                lock.close();
            }
        }
    }

    /** Makes sure that no demo runs in the folder. */
    static void requireStopped(Path home, PrintStream out) throws DemoException, IOException, InterruptedException {
        SiteLock lock = lock(home);
        try {
            Leftovers.waitForEnd(
                    Hospital.all(Hospital.DEFAULT_PORT_BASE).stream()
                            .map(hospital -> DemoNetwork.folder(home, hospital))
                            .toList(),
                    out);
        } finally {
            lock.close();
        }
    }

    DemoNetwork network() {
        return network;
    }

    List<SiteProcess> sites() {
        return sites;
    }

    /** Returns when all four are on the ledger and ready. */
    void awaitReady() throws DemoException, IOException, InterruptedException {
        long from = System.nanoTime();
        Set<SiteProcess> ready = new HashSet<>();
        Set<Hospital> submitted = new HashSet<>();
        while (ready.size() < sites.size()) {
            for (SiteProcess site : sites) {
                site.requireRunning();
                Optional<JsonNode> readiness = ready.contains(site) ? Optional.empty() : site.readiness();
                if (readiness.isEmpty()) {
                    continue;
                }
                if (readiness.get().path("ready").asBoolean()) {
                    ready.add(site);
                    out.printf("  %s is ready after %d s%n", site.hospital().name(), seconds(from));
                } else if (!readiness.get().path("registered").asBoolean()
                        && readiness.get().path("ledger").path("height").asLong() > 0
                        && submitted.add(site.hospital())) {
                    register(site.hospital());
                }
            }
            if (seconds(from) > READY_WITHIN.toSeconds()) {
                throw new DemoException("the four sites were not ready within " + READY_WITHIN.toSeconds()
                        + " s; their logs are in " + network.home() + "/*/log");
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    /** Hands a hospital's registration to its own node. */
    private void register(Hospital hospital) throws IOException, InterruptedException, DemoException {
        SignedTransaction transaction = network.registration(hospital, clock, random);
        try (CometRpc rpc = new CometRpc(hospital.rpcPort())) {
            CometRpc.Broadcast answer = rpc.broadcastTxSync(TransactionCodec.encode(transaction));
            if (answer.code() != 0) {
                throw new DemoException("the ledger refused to register " + hospital.name() + ": code " + answer.code()
                        + " " + answer.log());
            }
        } catch (RpcException e) {
            throw new IOException("the node of " + hospital.name() + " did not take the registration", e);
        }
    }

    private static SiteLock lock(Path home) throws DemoException {
        try {
            return SiteLock.take(home.resolve("lock"));
        } catch (IOException e) {
            throw new DemoException(
                    "a demo runs in " + home
                            + " already; ./assent status shows how it is. For a second one, set ASSENT_HOME"
                            + " to another folder and give other ports with --port-base.",
                    e);
        }
    }

    /** Stops all four, at the same time; the second call does nothing. */
    @Override
    public synchronized void close() {
        sites.forEach(SiteProcess::stop);
        sites.forEach(SiteProcess::close);
        try {
            lock.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("the demo's lock cannot be let go of", e);
        }
    }

    private static long seconds(long fromNanos) {
        return (System.nanoTime() - fromNanos) / 1_000_000_000;
    }
}
