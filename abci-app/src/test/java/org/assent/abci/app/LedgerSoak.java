package org.assent.abci.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.assent.abci.testing.BodyMutations;
import org.assent.abci.testing.RandomTraffic;
import org.assent.ledger.bytes.Bytes;
import org.slf4j.LoggerFactory;

/**
 * The long run of the simulation: random blocks on several nodes that die at any step, against the model of the rules, until the
 * time is over or so many transactions were run. Every ten seconds a line of progress; figures at the end. Exit status 0 if nothing
 * was found, 1 if something was, with the seed that repeats it.
 */
public final class LedgerSoak {

    private static final int NODES = 3;
    private static final int TRANSACTIONS_PER_BLOCK = 40;
    /** A start walks the whole state: at every second block it would be all that the run does. */
    private static final int BLOCKS_PER_DEATH = 12;

    private static final long NANOS = 1_000_000_000L;
    /** A chain as long as this begins anew with the next seed, so that lists of a single subject do not rule the time. */
    private static final long BLOCKS_PER_CHAIN = 1_000;

    private final Map<String, Map<String, Long>> outcomes = new TreeMap<>();
    private long transactions;
    private long blocks;
    private long chains;
    private final Map<Fault.Place, Long> faults = new EnumMap<>(Fault.Place.class);
    private long joinings;
    private long crashes;

    private LedgerSoak() {}

    /** Arguments: {@code [--minutes N] [--seed S] [--transactions N]}. Exit status 2 for any other. */
    public static void main(String[] args) {
        double minutes = 10;
        long seed = new SecureRandom().nextInt(Integer.MAX_VALUE);
        long most = Long.MAX_VALUE;
        try {
            for (int i = 0; i < args.length; i += 2) {
                String value = i + 1 < args.length ? args[i + 1] : "";
                switch (args[i]) {
                    case "--minutes" -> minutes = Double.parseDouble(value);
                    case "--seed" -> seed = Long.parseLong(value);
                    case "--transactions" -> most = Long.parseLong(value);
                    default -> throw new IllegalArgumentException("no such option");
                }
            }
        } catch (IllegalArgumentException e) {
            System.err.println(
                    "soak ledger: [--minutes N] [--seed S] [--transactions N], not: " + String.join(" ", args));
            System.exit(2);
        }
        // nodes report misbehaviour as errors, of which the traffic is full
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF);
        LedgerSoak soak = new LedgerSoak();
        long begun = System.nanoTime();
        int status = soak.run(seed, begun, begun + (long) (minutes * 60 * NANOS), most);
        soak.figures(seed, System.nanoTime() - begun);
        System.exit(status);
    }

    private int run(long firstSeed, long begun, long end, long most) {
        long seed = firstSeed;
        long nextLine = begun + 10 * NANOS;
        System.out.println("soak ledger: seed " + firstSeed + ", " + NODES + " nodes");
        while (System.nanoTime() < end && transactions < most) {
            // by the seed, not by the place of the chain: a seed repeats alone
            UnaryOperator<Bytes> mutation =
                    seed % 3 == 0 ? new BodyMutations(new Random(seed + 2)) : UnaryOperator.identity();
            try (SimulatedNodes nodes =
                    new SimulatedNodes(seed, NODES, TRANSACTIONS_PER_BLOCK, folder(), BLOCKS_PER_DEATH, mutation)) {
                List<RandomTraffic.Block> chain = new ArrayList<>();
                for (int i = 0; i < BLOCKS_PER_CHAIN && System.nanoTime() < end && transactions < most; i++) {
                    RandomTraffic.Block block = nodes.next();
                    chain.add(block);
                    count(block);
                    if (System.nanoTime() >= nextLine) {
                        nextLine += 10 * NANOS;
                        System.out.printf(
                                Locale.ROOT,
                                "%5d s: %,d transactions in %,d blocks, chain %d (seed %d)%n",
                                (System.nanoTime() - begun) / NANOS,
                                transactions,
                                blocks,
                                chains + 1,
                                seed);
                    }
                }
                if (!FixedChain.replay(chain).equals(nodes.first().application().appHash())) {
                    throw new AssertionError("replayed from genesis, the chain has another hash");
                }
                chains++;
                crashes += nodes.crashes();
                joinings += nodes.durable().joinings();
                nodes.durable().faults().forEach((place, count) -> faults.merge(place, count, Long::sum));
            } catch (AssertionError | RuntimeException e) {
                System.out.println("FOUND with seed " + seed + " (repeat: ./assent soak ledger --seed " + seed + "):");
                e.printStackTrace(System.out);
                return 1;
            }
            seed++;
        }
        return 0;
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("soak-ledger");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void count(RandomTraffic.Block block) {
        blocks++;
        for (int i = 0; i < block.verdicts().size(); i++) {
            transactions++;
            var verdict = block.verdicts().get(i);
            String outcome = verdict.code().map(Enum::name).orElse(verdict.already() ? "already" : "applied");
            outcomes.computeIfAbsent(block.kind(i), none -> new TreeMap<>()).merge(outcome, 1L, Long::sum);
        }
    }

    private void figures(long seed, long nanos) {
        outcomes.forEach((kind, of) -> System.out.println(kind + " " + of));
        System.out.println("over the product's store: deaths " + faults + ", begun with a snapshot " + joinings);
        System.out.printf(
                Locale.ROOT,
                "soak ledger: seed %d, %,d transactions, %,d blocks, %d chains, %,d crashes, %d kinds, %.0f s, "
                        + "%.0f transactions/s on %d nodes and the model%n",
                seed,
                transactions,
                blocks,
                chains,
                crashes,
                outcomes.size() - (outcomes.containsKey("(malformed)") ? 1 : 0),
                (double) nanos / NANOS,
                (double) transactions * NANOS / nanos,
                NODES);
    }
}
