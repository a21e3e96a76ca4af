package org.assent.abci.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.assent.abci.app.BlockRetention.EvidenceAge;
import org.assent.abci.snapshot.SnapshotSchedule;
import org.assent.abci.testing.Hospital;
import org.assent.abci.tree.KeptHeights;
import org.assent.ledger.client.Submission;

/**
 * A soak of the disk: one real validator, signed consents one after the other, and how large its folder is after a quarter
 * of them and after all.
 *
 * <p>Arguments: an empty folder, the number of transactions (200,000 unless said). Patients and hospitals are all there
 * before the first look, so what grows afterwards grew with traffic. Prints the figures; exit status 1 if the last is more
 * than 1.3 times the first.
 */
public final class StorageSoak {

    private static final int HOSPITALS = 40;
    /** Enough that no subject is given more consents than a day allows. */
    private static final int PATIENTS = 120;
    /** Writers of one hospital. */
    private static final int PARTS = 4;

    private static final Duration WAIT = Duration.ofSeconds(60);
    private static final LedgerStorage STORAGE =
            new LedgerStorage(new KeptHeights(50), new SnapshotSchedule(50, 2), 50, 10L << 30);

    private final LocalLedger ledger;
    private final AtomicLong busy = new AtomicLong();

    private StorageSoak(LocalLedger ledger) {
        this.ledger = ledger;
    }

    /** Runs the soak. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        int transactions = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 200_000;
        LocalChain chain = LocalChain.write(folder, 1, 1, STORAGE, new EvidenceAge(40, Duration.ofSeconds(10)));
        long quarter;
        try (LocalLedger ledger = chain.start(0)) {
            while (ledger.client().health().height() < 1
                    || ledger.client().health().stale()) {
                Thread.sleep(100);
            }
            StorageSoak soak = new StorageSoak(ledger);
            soak.enrol();
            long written = 0;
            written += soak.consents(1, transactions / 4);
            quarter = settled(folder, written, ledger);
            int rounds = (int) (written / (HOSPITALS * PATIENTS));
            written += soak.consents(1 + rounds, transactions - (int) written);
            settled(folder, written, ledger);
            System.out.println("refused for quota and sent again: " + soak.busy.get());
        }
        long all = print(folder, "after a clean stop");
        double ratio = (double) all / quarter;
        System.out.printf("ratio %.2f%n", ratio);
        System.exit(ratio <= 1.3 ? 0 : 1);
    }

    private void enrol() throws Exception {
        run((hospital, part) -> {
            if (part == 0) {
                submit(hospital.register(soon()));
            }
        });
        run((hospital, part) -> {
            for (int patient = part; patient < PATIENTS; patient += PARTS) {
                submit(hospital.enroll("patient " + patient, soon()));
            }
        });
    }

    /** Revisions of one consent for every patient, in rounds. */
    private long consents(int firstSequence, int count) throws Exception {
        int rounds = Math.ceilDiv(count, HOSPITALS * PATIENTS);
        long began = System.nanoTime();
        for (int round = 0; round < rounds; round++) {
            int sequence = firstSequence + round;
            run((hospital, part) -> {
                for (int patient = part; patient < PATIENTS; patient += PARTS) {
                    submit(hospital.record("patient " + patient, "c", sequence, soon()));
                }
            });
        }
        long done = (long) rounds * HOSPITALS * PATIENTS;
        System.out.printf(
                "%d transactions, %d a second, height %d%n",
                done,
                done * 1_000_000_000L / (System.nanoTime() - began),
                ledger.client().health().height());
        return done;
    }

    private interface Work {
        void of(Hospital hospital, int part) throws Exception;
    }

    private void run(Work work) throws Exception {
        try (ExecutorService writers = Executors.newFixedThreadPool(HOSPITALS * PARTS)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < HOSPITALS; i++) {
                Hospital hospital = new Hospital("hospital-" + i);
                for (int p = 0; p < PARTS; p++) {
                    int part = p;
                    all.add(writers.submit(() -> {
                        work.of(hospital, part);
                        return null;
                    }));
                }
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
    }

    private void submit(org.assent.ledger.transaction.SignedTransaction transaction) throws InterruptedException {
        for (int attempt = 0; attempt < 200; attempt++) {
            Submission submission = ledger.client().submit(transaction, WAIT);
            if (submission instanceof Submission.Final) {
                return;
            }
            if (!(submission instanceof Submission.Busy || submission instanceof Submission.Away)) {
                throw new IllegalStateException("a transaction of the soak came to " + submission);
            }
            busy.incrementAndGet();
            Thread.sleep(250);
        }
        throw new IllegalStateException("the ledger stays busy");
    }

    /** Some heartbeats, so that what is due is pruned and compacted. */
    private static long settled(Path folder, long written, LocalLedger ledger) throws Exception {
        long height = ledger.client().health().height();
        Thread.sleep(32_000);
        System.out.println(
                "height " + height + ", oldest block " + ledger.rpc().status().earliestHeight());
        return print(folder, "after " + written + " transactions and pruning");
    }

    private static long print(Path folder, String when) throws IOException {
        long sum = 0;
        StringBuilder parts = new StringBuilder();
        for (String part : List.of(
                "state.mv",
                "snapshots",
                "node/data/blockstore.db",
                "node/data/state.db",
                "node/data/cs.wal",
                "node/data/evidence.db",
                "node/node.log")) {
            long bytes = bytes(folder.resolve("s0").resolve(part));
            sum += bytes;
            parts.append(String.format("  %s %.1f", part, bytes / 1048576.0));
        }
        long all = bytes(folder.resolve("s0"));
        System.out.printf("%s: %.1f MiB (others %.1f)%n%s%n", when, all / 1048576.0, (all - sum) / 1048576.0, parts);
        return all;
    }

    private static long bytes(Path place) throws IOException {
        if (Files.notExists(place)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(place)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private static Instant soon() {
        return Instant.now().plus(5, ChronoUnit.MINUTES).truncatedTo(ChronoUnit.SECONDS);
    }
}
