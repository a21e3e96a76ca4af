package org.assent.bench;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assent.abci.app.AssentApplication;
import org.assent.abci.rules.LeafChanges;
import org.assent.abci.signature.SignatureProvider;
import org.assent.abci.tree.KeptHeights;
import org.assent.abci.tree.MvStoreNodeStore;
import org.assent.abci.tree.SortedTree;
import org.assent.abci.tree.StateRestoration;
import org.assent.abci.tree.StoredState;
import org.assent.abci.wire.Request;
import org.assent.abci.wire.RequestCommit;
import org.assent.abci.wire.RequestFinalizeBlock;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.governance.Limits;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.StudyRef;
import org.assent.ledger.signature.P256Signer;
import org.assent.ledger.state.GovernanceLeaf;
import org.assent.ledger.state.LeafCodec;
import org.assent.ledger.state.LeafKey;
import org.assent.ledger.state.OrganizationLeaf;
import org.assent.ledger.state.StudyLeaf;
import org.assent.ledger.stream.ChangedLeaf;
import org.assent.ledger.transaction.TransactionCodec;
import org.assent.ledger.tree.TreeHash;

/**
 * What a transaction costs in a large state, against a small one: blocks of new studies through the application into the real store.
 * The state is loaded in the order of its paths, as a node that joins by a snapshot does; the files are gone afterwards.
 */
record TreeGrowth(int many) implements Measure {

    private static final String NAME = "tx-cost-1e7-over-1e4";
    private static final int FEW = 10_000;
    private static final int BLOCKS = 64;
    private static final int WARM_UP = 32;
    private static final int IN_BLOCK = 200;
    /** A height has room for 16 million nodes; ten million studies were not registered in one block. */
    private static final long HEIGHT = 1_000;

    private static final long BYTES_A_STUDY = 1_200;
    private static final OrganizationId ORGANIZATION =
            new Member("member").profile().organization();
    private static final Instant BEGIN = Instant.parse("2026-03-01T08:00:00Z");

    @Override
    public List<String> names() {
        return List.of(NAME);
    }

    @Override
    public List<Figure> run() throws Exception {
        try (Scratch scratch = Scratch.create()) {
            long free = Files.getFileStore(scratch.folder()).getUsableSpace();
            if (free < many * BYTES_A_STUDY * 2) {
                throw new IOException("needs %d GiB of free disk, there are %d"
                        .formatted((many * BYTES_A_STUDY * 2) >> 30, free >> 30));
            }
            // once to warm the JVM: what it has not compiled yet would count for the small state alone
            microsATransaction(scratch.folder().resolve("warm.mv"), FEW);
            double small = microsATransaction(scratch.folder().resolve("small.mv"), FEW);
            double large = microsATransaction(scratch.folder().resolve("large.mv"), many);
            long bytes = Files.size(scratch.folder().resolve("large.mv"));
            return List.of(new Figure(
                    NAME,
                    "us",
                    large,
                    Optional.of(small),
                    "ratio at most 2.5",
                    "%d studies, %d MiB; peer: %d studies; blocks of %d transactions with one study each, FinalizeBlock and a synced Commit"
                            .formatted(many, bytes >> 20, FEW, IN_BLOCK)));
        }
    }

    private static double microsATransaction(Path file, int studies) throws IOException {
        Member member = new Member("member");
        System.err.println("loading " + studies + " studies");
        try (MvStoreNodeStore store = MvStoreNodeStore.open(file, new KeptHeights(10))) {
            load(store, member, studies);
            Clock clock = Clock.fixed(BEGIN, ZoneOffset.UTC);
            try (AssentApplication application =
                    new AssentApplication(Member.CHAIN, store, SignatureProvider.CORRETTO.verifier(), clock)) {
                long micros = 0;
                for (int block = 0; block < WARM_UP + BLOCKS; block++) {
                    int first = studies + block * IN_BLOCK;
                    Instant time = BEGIN.plusSeconds(block + 1L);
                    List<ByteString> transactions = IntStream.range(0, IN_BLOCK)
                            .parallel()
                            .mapToObj(i -> ByteString.copyFrom(
                                    TransactionCodec.encode(member.studies(first + i, 1, time.plusSeconds(300)))))
                            .toList();
                    long began = System.nanoTime();
                    commit(application, time, transactions);
                    if (block >= WARM_UP) {
                        micros += (System.nanoTime() - began) / 1_000;
                    }
                }
                // the mean, not the median: what a block now and then costs more is paid, too
                return (double) micros / BLOCKS / IN_BLOCK;
            }
        }
    }

    private static void commit(AssentApplication application, Instant time, List<ByteString> transactions) {
        long applied = application
                .handle(Request.newBuilder()
                        .setFinalizeBlock(RequestFinalizeBlock.newBuilder()
                                .setHeight(application.height() + 1)
                                .setTime(Timestamp.newBuilder().setSeconds(time.getEpochSecond()))
                                .addAllTxs(transactions))
                        .build())
                .getFinalizeBlock()
                .getTxResultsList()
                .stream()
                .filter(result -> result.getCode() == 0)
                .count();
        if (applied != transactions.size()) {
            throw new IllegalStateException("only " + applied + " transactions took effect");
        }
        application.handle(Request.newBuilder()
                .setCommit(RequestCommit.getDefaultInstance())
                .build());
    }

    /** Writes the state bottom up in the order of paths, which a sort of the numbers of the studies gives. */
    private static void load(MvStoreNodeStore store, Member member, int studies) {
        List<ChangedLeaf> others = new ArrayList<>(new LeafChanges()
                .put(GovernanceLeaf.begin(
                        Member.ACCREDITORS.stream().map(P256Signer::publicKey).toList(),
                        2,
                        List.of(),
                        new Limits(Duration.ofSeconds(30), 10_000, 1_000_000, 50, 20)))
                .leaves());
        others.add(new ChangedLeaf(
                LeafKey.of(member.profile().organization()),
                LeafCodec.encode(OrganizationLeaf.registered(member.profile(), 1_000_000_000, BEGIN)),
                Bytes.EMPTY));
        record Placed(Bytes32 path, int number) {}
        Placed[] placed = new Placed[studies + others.size()];
        IntStream.range(0, placed.length)
                .parallel()
                .forEach(i -> placed[i] =
                        new Placed(TreeHash.path(leaf(others, studies, i).key().toByteArray()), i));
        Arrays.parallelSort(placed, Comparator.comparing(Placed::path));
        StateRestoration restoration = store.restore();
        SortedTree tree = new SortedTree(restoration);
        for (int i = 0; i < placed.length; i++) {
            tree.add(leaf(others, studies, placed[i].number()));
            if (i % 100_000 == 99_999) {
                restoration.flush();
                System.err.println("  " + (i + 1));
            }
        }
        restoration.finish(new StoredState(Member.CHAIN, HEIGHT, BEGIN, tree.root()));
    }

    private static ChangedLeaf leaf(List<ChangedLeaf> others, int studies, int number) {
        if (number >= studies) {
            return others.get(number - studies);
        }
        return new ChangedLeaf(
                LeafKey.of(new StudyRef(Member.bytes("study " + number))),
                LeafCodec.encode(new StudyLeaf(ORGANIZATION, Member.bytes("commitment " + number), 1, false)),
                Bytes.EMPTY);
    }
}
