package org.assent.abci.app;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.assent.abci.rules.LeafChanges;
import org.assent.abci.testing.Hospital;
import org.assent.abci.testing.Keys;
import org.assent.abci.testing.TestChain;
import org.assent.abci.tree.KeptHeights;
import org.assent.abci.tree.MvStoreNodeStore;
import org.assent.abci.tree.SortedTree;
import org.assent.abci.tree.StateRestoration;
import org.assent.abci.tree.StoredState;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.governance.Limits;
import org.assent.ledger.signature.P256Signer;
import org.assent.ledger.state.Authority;
import org.assent.ledger.state.CustodyMode;
import org.assent.ledger.state.DailyCount;
import org.assent.ledger.state.Erasure;
import org.assent.ledger.state.GovernanceLeaf;
import org.assent.ledger.state.Guardianship;
import org.assent.ledger.state.LeafCodec;
import org.assent.ledger.state.LeafKey;
import org.assent.ledger.state.OpenConsent;
import org.assent.ledger.state.OpenConsents;
import org.assent.ledger.state.OrganizationLeaf;
import org.assent.ledger.state.SubjectKey;
import org.assent.ledger.state.SubjectLeaf;
import org.assent.ledger.stream.ChangedLeaf;
import org.assent.ledger.stream.CommitFollower;
import org.assent.ledger.stream.CommittedBlock;
import org.assent.ledger.tree.TreeHash;

/**
 * The blocks that need the most memory: as many closings as fit, each of another subject with as many open consents as it may have, so
 * that each rewrites a leaf with its largest annex. Run as a program, in a heap of its own.
 */
public final class LargestBlock {

    private static final int SUBJECTS = BlockLimits.MAX_TRANSACTIONS;
    private static final int BLOCKS = 3;
    private static final long HEIGHT = 1_000;
    private static final Hospital NORTH = new Hospital("north");

    private LargestBlock() {}

    /** Prints how many closings of each block took effect and how many leaves a follower was told; the state's file is {@code args[0]}. */
    public static void main(String[] args) throws InterruptedException {
        try (MvStoreNodeStore store = MvStoreNodeStore.open(Path.of(args[0]), new KeptHeights(10))) {
            load(store);
            try (TestChain chain = new TestChain(store)) {
                LeafCounter counter = new LeafCounter();
                chain.application().commitStream().follow(HEIGHT, counter);
                for (int block = 0; block < BLOCKS; block++) {
                    System.out.println("took effect " + closed(chain, block));
                }
                System.out.println("told " + counter.awaitHeight(HEIGHT + BLOCKS));
            }
        }
    }

    /** Somebody who follows the blocks, as a site does. */
    private static final class LeafCounter implements CommitFollower {

        private long height;
        private int leaves;

        @Override
        public synchronized void committed(CommittedBlock block) {
            leaves += block.changes().size();
            height = block.height();
            notifyAll();
        }

        @Override
        public void beginState(long stateHeight, Instant time, Bytes32 appHash) {
            throw new IllegalStateException("the blocks are all kept");
        }

        @Override
        public void leaf(ChangedLeaf leaf) {
            throw new IllegalStateException("the blocks are all kept");
        }

        @Override
        public void endOfState() {
            throw new IllegalStateException("the blocks are all kept");
        }

        synchronized int awaitHeight(long last) throws InterruptedException {
            while (height < last) {
                wait(Duration.ofMinutes(1).toMillis());
            }
            return leaves;
        }
    }

    private static long closed(TestChain chain, int block) {
        String consent = consent(block);
        List<ByteString> closings = IntStream.range(0, SUBJECTS)
                .mapToObj(i -> TestChain.bytes(NORTH.close(patient(i), consent)))
                .toList();
        for (ByteString closing : closings) {
            if (chain.check(closing).getCode() != 0) {
                throw new IllegalStateException("a closing was refused before the block");
            }
        }
        List<ByteString> proposed = chain.prepare(BlockLimits.MAX_BLOCK_BYTES, closings);
        if (!chain.accepts(proposed)) {
            throw new IllegalStateException("the proposal was not accepted");
        }
        return chain.blockOf(TestChain.GENESIS.plusSeconds(block + 1L), proposed).stream()
                .filter(code -> code == 0)
                .count();
    }

    private static void load(MvStoreNodeStore store) {
        List<Placed> placed = new ArrayList<>();
        new LeafChanges()
                .put(GovernanceLeaf.begin(
                        Hospital.ACCREDITORS.stream().map(P256Signer::publicKey).toList(),
                        2,
                        List.of(),
                        new Limits(Duration.ofSeconds(30), 10_000, 1_000_000, 50, 20)))
                .leaves()
                .forEach(leaf -> placed.add(Placed.of(leaf.key(), key -> leaf)));
        placed.add(Placed.of(
                LeafKey.of(NORTH.id()),
                key -> new ChangedLeaf(
                        key,
                        LeafCodec.encode(OrganizationLeaf.registered(NORTH.profile(), 1_000_000, TestChain.GENESIS)),
                        Bytes.EMPTY)));
        for (int i = 0; i < SUBJECTS; i++) {
            String patient = patient(i);
            placed.add(Placed.of(LeafKey.of(NORTH.subject(patient)), key -> subject(key, patient)));
        }
        placed.sort(Comparator.comparing(Placed::path));
        StateRestoration restoration = store.restore();
        SortedTree tree = new SortedTree(restoration);
        placed.forEach(leaf -> tree.add(leaf.made().apply(leaf.key())));
        restoration.finish(new StoredState(Hospital.CHAIN, HEIGHT, TestChain.GENESIS, tree.root()));
    }

    /** A leaf to write, made when its turn comes: all at once would not fit. */
    private record Placed(Bytes32 path, LeafKey key, Function<LeafKey, ChangedLeaf> made) {

        static Placed of(LeafKey key, Function<LeafKey, ChangedLeaf> made) {
            return new Placed(TreeHash.path(key.toByteArray()), key, made);
        }
    }

    private static ChangedLeaf subject(LeafKey key, String patient) {
        List<OpenConsent> open = IntStream.range(0, SubjectLeaf.MAX_CONSENTS)
                .mapToObj(i -> new OpenConsent(
                        NORTH.consent(consent(i)), i + 1L, Keys.bytes(patient + " terms " + i), Authority.CUSTODIAN))
                .toList();
        SubjectLeaf leaf = new SubjectLeaf(
                NORTH.id(),
                List.of(new SubjectKey(NORTH.patientKey(patient).publicKey(), Authority.CUSTODIAN)),
                CustodyMode.CUSTODIAN,
                Guardianship.DEFAULT,
                Optional.empty(),
                open.size(),
                0,
                Optional.empty(),
                Erasure.NONE,
                open.size(),
                OpenConsents.root(open),
                DailyCount.NONE);
        return new ChangedLeaf(key, LeafCodec.encode(leaf), OpenConsents.encode(open));
    }

    private static String patient(int number) {
        return "patient " + number;
    }

    private static String consent(int number) {
        return "consent " + number;
    }
}
