package org.assent.abci.app;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assent.abci.snapshot.SnapshotSchedule;
import org.assent.abci.snapshot.Snapshots;
import org.assent.abci.testing.Hospital;
import org.assent.abci.testing.Keys;
import org.assent.abci.testing.TestChain;
import org.assent.abci.tree.KeptHeights;
import org.assent.abci.tree.MvStoreNodeStore;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.bytes.Hash;
import org.assent.ledger.identity.ConsentId;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.signature.PublicKey;
import org.assent.ledger.signature.Signature;
import org.assent.ledger.signature.Signer;
import org.assent.ledger.state.CustodyMode;
import org.assent.ledger.transaction.EnrollSubject;
import org.assent.ledger.transaction.RecordConsent;
import org.assent.ledger.transaction.TransactionSigner;

/**
 * A soak of the application's part of the disk, without a node: many revisions of the same consents through the application's
 * calls, into the real store, with snapshots; and how large state file and snapshots are after a quarter and after all.
 *
 * <p>Signatures are stand-ins of the right size that every verifier here accepts: they cost time and no space. Arguments: an
 * empty folder, the number of transactions (200,000 unless said). Exit status 1 if the last figure is more than 1.3 times
 * the first.
 */
public final class StateSoak {

    private static final int HOSPITALS = 30;
    private static final int PATIENTS = 140;
    private static final int IN_BLOCK = 210;
    private static final int QUIET_BLOCKS = 500;

    private static final TransactionSigner TRANSACTIONS = new TransactionSigner(Hospital.CHAIN);

    private record StandIn(PublicKey publicKey) implements Signer {
        @Override
        public Signature sign(Bytes32 messageHash) {
            byte[] bytes = Arrays.copyOf(Hash.sha256(messageHash.toByteArray()).toByteArray(), 64);
            System.arraycopy(messageHash.toByteArray(), 0, bytes, 32, 32);
            return Signature.of(bytes);
        }
    }

    private record Patient(Signer key, SubjectId subject, Signer service) {}

    private StateSoak() {}

    /** Runs the soak. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        int transactions = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 200_000;
        Path state = folder.resolve("state.mv");
        try (MvStoreNodeStore store = MvStoreNodeStore.open(state, new KeptHeights(100));
                TestChain chain = new TestChain(store, (opened, clock) -> {
                            try {
                                return new AssentApplication(
                                        Hospital.CHAIN,
                                        opened,
                                        new Keeping(
                                                RestrictionStore.none(),
                                                Snapshots.in(
                                                        folder.resolve("snapshots"),
                                                        new SnapshotSchedule(100, 2),
                                                        Hospital.CHAIN,
                                                        opened),
                                                BlockRetention.archive()),
                                        (key, hash, signature) -> true,
                                        clock,
                                        KnownRules.OF_THIS_VERSION);
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        })
                        .begin()) {
            List<Patient> patients = enrol(chain);
            int done = 0;
            double quarter = 0;
            long began = System.nanoTime();
            List<ByteString> block = new ArrayList<>();
            for (long sequence = 1; done < transactions; sequence++) {
                for (Patient patient : patients) {
                    block.add(record(patient, sequence, expires(chain)));
                    if (block.size() == IN_BLOCK) {
                        done += commit(chain, block);
                        if (quarter == 0 && done >= transactions / 4) {
                            quarter = measured(folder, chain, done);
                        }
                    }
                }
            }
            System.out.printf("%d a second%n", done * 1_000_000_000L / (System.nanoTime() - began));
            double all = measured(folder, chain, done);
            System.out.printf("ratio %.2f%n", all / quarter);
            if (all > 1.3 * quarter) {
                System.exit(1);
            }
        }
    }

    private static List<Patient> enrol(TestChain chain) {
        List<Patient> patients = new ArrayList<>();
        List<ByteString> block = new ArrayList<>();
        for (int h = 0; h < HOSPITALS; h++) {
            Hospital hospital = new Hospital("hospital-" + h);
            chain.blockAt(next(chain), hospital.register(expires(chain)));
            for (int p = 0; p < PATIENTS; p++) {
                PublicKey key = Keys.signer("hospital-" + h + " patient " + p).publicKey();
                Signer signer = new StandIn(key);
                patients.add(new Patient(
                        signer,
                        SubjectId.of(key),
                        new StandIn(hospital.service().publicKey())));
                block.add(TestChain.bytes(TRANSACTIONS.sign(
                        new EnrollSubject(hospital.id(), key, CustodyMode.CUSTODIAN, expires(chain)),
                        new StandIn(hospital.transaction().publicKey()),
                        signer)));
            }
            commit(chain, block);
        }
        return patients;
    }

    private static ByteString record(Patient patient, long sequence, Instant expires) {
        ConsentId consent = ConsentId.of(Arrays.copyOf(patient.subject().value().toByteArray(), ConsentId.LENGTH));
        Bytes32 commitment = Hash.sha256(patient.subject().value().toByteArray());
        return TestChain.bytes(TRANSACTIONS.sign(
                new RecordConsent(
                        patient.subject(),
                        consent,
                        sequence,
                        commitment,
                        TRANSACTIONS.vouch(patient.service(), patient.subject(), consent, sequence, commitment),
                        expires),
                patient.key()));
    }

    /** All must take effect, or the soak measures nothing. */
    private static int commit(TestChain chain, List<ByteString> block) {
        List<Integer> codes = chain.blockOf(next(chain), block);
        if (codes.stream().anyMatch(code -> code != 0)) {
            throw new IllegalStateException("a transaction of the soak came to " + codes);
        }
        int count = block.size();
        block.clear();
        return count;
    }

    /** Ten seconds a block: what the quotas allow. */
    private static Instant next(TestChain chain) {
        return TestChain.GENESIS.plusSeconds(10 * (chain.application().height() + 1));
    }

    private static Instant expires(TestChain chain) {
        return next(chain).plus(Duration.ofMinutes(5));
    }

    /** Empty blocks until the last traffic has left the window, for long enough that freed space may be used again. */
    private static double measured(Path folder, TestChain chain, int done) throws Exception {
        double before = mebibytes(folder);
        for (int i = 0; i < QUIET_BLOCKS; i++) {
            chain.blockOf(next(chain), List.of());
            Thread.sleep(60);
        }
        double state = mebibytes(folder.resolve("state.mv"));
        double snapshots = mebibytes(folder.resolve("snapshots"));
        System.out.printf(
                "after %d transactions, height %d: state.mv %.1f MiB, snapshots %.1f MiB (before pruning %.1f together)%n",
                done, chain.application().height(), state, snapshots, before);
        return state + snapshots;
    }

    private static double mebibytes(Path place) throws IOException {
        try (Stream<Path> files = Files.walk(place)) {
            return files.filter(Files::isRegularFile)
                            .mapToLong(file -> file.toFile().length())
                            .sum()
                    / 1_048_576.0;
        }
    }
}
