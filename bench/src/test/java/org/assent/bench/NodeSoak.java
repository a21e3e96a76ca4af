package org.assent.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.assent.abci.app.GenesisState;
import org.assent.abci.node.Genesis;
import org.assent.abci.node.NodeHome;
import org.assent.abci.node.NodeKeys;
import org.assent.abci.node.NodeSettings;
import org.assent.abci.node.NodeSettings.HostPort;
import org.assent.abci.node.RpcException;
import org.assent.ledger.signature.P256Signer;
import org.assent.testsupport.FreePorts;

/**
 * {@code ./assent soak nodes}: four validators under load, each in a process of its own, killed (kill -9) again and again: application,
 * node or both, of one site or of two. They must come back by themselves and agree, and a restriction that a site admitted a moment
 * before it was killed must take effect.
 *
 * <p>Exit code 0 if all held, 1 with the seed if not. Killed sites are started again at once, as a supervisor does.
 */
public final class NodeSoak implements AutoCloseable {

    private static final int SITES = 4;
    private static final int KILLS_BETWEEN_COMPARISONS = 10;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Random random;
    private final List<SoakSite> sites = new ArrayList<>();
    private final List<Integer> promised = new ArrayList<>();
    private int kills;
    private int comparisons;

    private NodeSoak(long seed) {
        this.random = new Random(seed);
    }

    /** Arguments: {@code [--minutes N] [--seed S] [--long]}. */
    public static void main(String[] arguments) throws Exception {
        long minutes = 5;
        long seed = System.nanoTime();
        int leastKills = 100;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--minutes" -> minutes = number(arguments, ++i);
                case "--seed" -> seed = number(arguments, ++i);
                case "--long" -> leastKills = 1_000;
                default -> wrongUse("soak nodes knows --minutes N, --seed S and --long, not: " + arguments[i]);
            }
        }
        System.out.printf("seed %d, %d minutes and at least %d kills%n", seed, minutes, leastKills);
        try (Scratch scratch = Scratch.create();
                NodeSoak soak = new NodeSoak(seed)) {
            Runtime.getRuntime().addShutdownHook(new Thread(soak::close)); // stopped by hand: nothing is left running
            soak.run(scratch.folder(), Duration.ofMinutes(minutes), leastKills);
        } catch (IllegalStateException e) {
            System.err.printf("FAILED with seed %d: %s%n", seed, e.getMessage());
            System.exit(1);
        }
    }

    private static long number(String[] arguments, int at) {
        try {
            return Long.parseLong(arguments[at]);
        } catch (ArrayIndexOutOfBoundsException | NumberFormatException e) {
            return wrongUse(arguments[at - 1] + " needs a number");
        }
    }

    private static long wrongUse(String message) {
        System.err.println(message);
        System.exit(2);
        return 0;
    }

    private void run(Path folder, Duration atLeast, int leastKills) throws Exception {
        write(folder);
        for (SoakSite site : sites) {
            site.start();
        }
        try (SoakPulse pulse = SoakPulse.start(sites)) {
            awaitAll(1);
            try (SoakLoad load = SoakLoad.start(sites)) {
                Instant end = Instant.now().plus(atLeast);
                Instant nextLine = Instant.now();
                while (kills < leastKills || Instant.now().isBefore(end)) {
                    pulse.awaitAbove(pulse.height(), PATIENCE);
                    Thread.sleep(random.nextInt(1_000));
                    strike(load);
                    if (kills / KILLS_BETWEEN_COMPARISONS > comparisons) {
                        compare(pulse);
                    }
                    if (Instant.now().isAfter(nextLine)) {
                        System.out.printf(
                                "kills %d, height %d, transactions admitted %d, longest gap %.1f s, equal app hashes %d times%n",
                                kills,
                                pulse.height(),
                                load.admitted(),
                                pulse.longestGap().toMillis() / 1e3,
                                comparisons);
                        nextLine = Instant.now().plusSeconds(10);
                    }
                }
                load.stopSending();
                compare(pulse);
                awaitClosed(load);
                for (SoakSite site : sites) {
                    if (site.nodeLog().contains("CONSENSUS FAILURE")) {
                        throw new IllegalStateException("a node's log tells of a consensus failure");
                    }
                }
                System.out.printf(
                        "kills %d, blocks %d, longest gap %.1f s, app hashes equal (compared %d times), restrictions that a killed"
                                + " site had admitted %d, lost 0%n",
                        kills, pulse.height(), pulse.longestGap().toMillis() / 1e3, comparisons, promised.size());
            }
        }
    }

    private void awaitClosed(SoakLoad load) throws InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        for (int patient : promised) {
            while (!load.isClosed(patient)) {
                if (Instant.now().isAfter(end)) {
                    throw new IllegalStateException("the consent of patient " + patient + " is not closed");
                }
                Thread.sleep(100);
            }
        }
    }

    private void write(Path folder) throws IOException {
        List<NodeKeys> keys = new ArrayList<>();
        List<Genesis.Validator> validators = new ArrayList<>();
        for (int i = 0; i < SITES; i++) {
            keys.add(NodeKeys.loadOrCreate(home(folder, i)));
            validators.add(new Genesis.Validator("n" + i, keys.get(i).validatorKey(), 10));
        }
        GenesisState state = new GenesisState(
                Member.ACCREDITORS.stream().map(P256Signer::publicKey).toList(),
                2,
                GenesisState.DEFAULT_STALENESS_BOUND);
        byte[] genesis = new Genesis(Member.CHAIN, Instant.now(), validators, state).toJson();
        List<Integer> ports = FreePorts.take(2 * SITES);
        for (int i = 0; i < SITES; i++) {
            List<NodeSettings.Peer> peers = new ArrayList<>();
            for (int other = 0; other < SITES; other++) {
                if (other != i) {
                    peers.add(new NodeSettings.Peer(keys.get(other).nodeId(), loopback(ports.get(2 * other))));
                }
            }
            NodeSettings settings = new NodeSettings("n" + i, loopback(ports.get(2 * i)), ports.get(2 * i + 1), peers);
            sites.add(new SoakSite(NodeHome.write(home(folder, i), genesis, settings)));
        }
    }

    private static Path home(Path folder, int site) {
        return folder.resolve("n" + site).resolve("node");
    }

    private static HostPort loopback(int port) {
        return new HostPort("127.0.0.1", port);
    }

    /** Kills something of one site, or at every fourth time of two, and starts it again. */
    private void strike(SoakLoad load) throws IOException, InterruptedException {
        int first = random.nextInt(SITES);
        List<SoakSite> struck = new ArrayList<>(List.of(sites.get(first)));
        if (random.nextInt(4) == 0) {
            struck.add(sites.get((first + 1 + random.nextInt(SITES - 1)) % SITES));
        }
        for (SoakSite site : struck) {
            load.restrict(site).ifPresent(promised::add);
            int victim = random.nextInt(3);
            if (victim != 0 && site.killNode()) {
                kills++;
            }
            if (victim != 1) {
                site.killApplication();
                kills++;
                site.start();
            }
        }
    }

    /** Lets all catch up, and compares what they have. */
    private void compare(SoakPulse pulse) throws InterruptedException {
        long height = pulse.height();
        awaitAll(height);
        Set<String> hashes = new HashSet<>();
        for (SoakSite site : sites) {
            hashes.add(header(site, height).path("app_hash").asText());
        }
        if (hashes.size() != 1) {
            throw new IllegalStateException("different app hashes at height " + height + ": " + hashes);
        }
        comparisons++;
    }

    private static JsonNode header(SoakSite site, long height) throws InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        while (true) {
            try {
                return site.rpc().header(height);
            } catch (RpcException e) {
                if (Instant.now().isAfter(end)) {
                    throw new IllegalStateException("a site does not tell of height " + height, e);
                }
                Thread.sleep(100);
            }
        }
    }

    private void awaitAll(long height) throws InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        for (SoakSite site : sites) {
            while (SoakPulse.height(site) < height) {
                if (Instant.now().isAfter(end)) {
                    throw new IllegalStateException("site " + sites.indexOf(site) + " is at height "
                            + SoakPulse.height(site) + " and not at " + height + "; its node said: " + last(site));
                }
                Thread.sleep(100);
            }
        }
    }

    private static String last(SoakSite site) {
        try {
            String log = site.nodeLog();
            return log.substring(Math.max(0, log.length() - 2_000));
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() {
        sites.forEach(SoakSite::close);
    }
}
