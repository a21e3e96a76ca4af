package org.assent.abci.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.assent.abci.app.BlockRetention.EvidenceAge;
import org.assent.abci.snapshot.SnapshotSchedule;
import org.assent.abci.snapshot.Snapshots;
import org.assent.abci.testing.ConsentTraffic;
import org.assent.abci.testing.Hospital;
import org.assent.abci.testing.TestChain;
import org.assent.abci.tree.KeptHeights;
import org.assent.abci.tree.MemoryNodeStore;
import org.assent.abci.tree.NodeStore;
import org.assent.abci.wire.Request;
import org.assent.abci.wire.RequestApplySnapshotChunk;
import org.assent.abci.wire.RequestListSnapshots;
import org.assent.abci.wire.RequestLoadSnapshotChunk;
import org.assent.abci.wire.RequestOfferSnapshot;
import org.assent.abci.wire.ResponseApplySnapshotChunk;
import org.assent.abci.wire.ResponseOfferSnapshot;
import org.assent.abci.wire.Snapshot;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.signature.BouncyCastleVerifier;
import org.assent.ledger.stream.ChangedLeaf;
import org.assent.ledger.stream.CommitFollower;
import org.assent.ledger.stream.CommittedBlock;
import org.assent.ledger.stream.LedgerProjection;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The four calls of state sync between two applications, as two nodes would make them. */
@Tag("L11")
@Timeout(60)
class StateSyncCallsTest {

    private static final long SEED = 23L;

    @TempDir
    private Path folder;

    private final NodeStore from = new MemoryNodeStore(new KeptHeights(5));
    private final NodeStore to = new MemoryNodeStore(new KeptHeights(5));
    private Snapshots snapshots = Snapshots.none(Hospital.CHAIN, from);

    private TestChain oldChain(BlockRetention retention) {
        return new TestChain(from, (store, clock) -> {
            try {
                snapshots =
                        Snapshots.in(folder.resolve("snapshots"), new SnapshotSchedule(10, 2), Hospital.CHAIN, store);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new AssentApplication(
                    Hospital.CHAIN,
                    store,
                    new Keeping(RestrictionStore.none(), snapshots, retention),
                    new BouncyCastleVerifier(),
                    clock,
                    KnownRules.OF_THIS_VERSION);
        });
    }

    /** Blocks of random traffic, each snapshot finished before the next block; the last retain height. */
    private long blocks(TestChain chain, ConsentTraffic traffic, long upTo) throws InterruptedException {
        long retain = 0;
        while (chain.application().height() < upTo) {
            long height = chain.application().height() + 1;
            chain.finalizeBlock(chain.nextTime(), traffic.block(height, chain.soon()));
            retain = chain.commit();
            snapshots.await();
        }
        return retain;
    }

    private static List<Snapshot> list(TestChain chain) {
        return chain.call(Request.newBuilder()
                        .setListSnapshots(RequestListSnapshots.getDefaultInstance())
                        .build())
                .getListSnapshots()
                .getSnapshotsList();
    }

    private static ByteString load(TestChain chain, Snapshot snapshot, int chunk) {
        return chain.call(Request.newBuilder()
                        .setLoadSnapshotChunk(RequestLoadSnapshotChunk.newBuilder()
                                .setHeight(snapshot.getHeight())
                                .setFormat(snapshot.getFormat())
                                .setChunk(chunk))
                        .build())
                .getLoadSnapshotChunk()
                .getChunk();
    }

    private static ResponseOfferSnapshot.Result offer(TestChain chain, Snapshot snapshot, Bytes32 appHash) {
        return chain.call(Request.newBuilder()
                        .setOfferSnapshot(RequestOfferSnapshot.newBuilder()
                                .setSnapshot(snapshot)
                                .setAppHash(ByteString.copyFrom(appHash.toByteArray())))
                        .build())
                .getOfferSnapshot()
                .getResult();
    }

    private static ResponseApplySnapshotChunk apply(TestChain chain, int index, ByteString chunk) {
        return chain.call(Request.newBuilder()
                        .setApplySnapshotChunk(RequestApplySnapshotChunk.newBuilder()
                                .setIndex(index)
                                .setChunk(chunk)
                                .setSender("peer-1"))
                        .build())
                .getApplySnapshotChunk();
    }

    /** What a follower was told, as words. */
    private static final class Told implements CommitFollower {
        final BlockingQueue<String> words = new LinkedBlockingQueue<>();

        @Override
        public void beginState(long height, java.time.Instant time, Bytes32 appHash) {
            words.add("state " + height);
        }

        @Override
        public void leaf(ChangedLeaf leaf) {
            // counted by the projection
        }

        @Override
        public void endOfState() {
            words.add("end");
        }

        @Override
        public void committed(CommittedBlock block) {
            words.add("block " + block.height());
        }
    }

    @Test
    void shouldGoOnLikeTheOthersWhenItBeganWithASnapshot() throws Exception {
        List<List<ByteString>> later = new ArrayList<>();
        Bytes32 appHash;
        Bytes32 end;
        Snapshot snapshot;
        ByteString chunk;
        try (TestChain chain = oldChain(BlockRetention.archive()).begin()) {
            ConsentTraffic traffic = new ConsentTraffic(new Random(SEED));
            blocks(chain, traffic, 20);
            appHash = chain.application().appHash();
            assertThat(list(chain)).extracting(Snapshot::getHeight).containsExactly(10L);
            blocks(chain, traffic, 21);
            assertThat(list(chain)).as("its app hash cannot be proven yet").hasSize(1);
            blocks(chain, traffic, 22);
            assertThat(list(chain)).extracting(Snapshot::getHeight).containsExactly(10L, 20L);
            snapshot = list(chain).getLast();
            assertThat(snapshot.getChunks()).isEqualTo(1);
            chunk = load(chain, snapshot, 0);
            assertThat(load(chain, snapshot, 1)).isEmpty();
            assertThat(load(chain, snapshot, -1)).isEmpty();
            assertThat(load(chain, snapshot.toBuilder().setFormat(2).build(), 0))
                    .isEmpty();
            end = chain.application().appHash();
        }
        try (TestChain source = new TestChain(new MemoryNodeStore(new KeptHeights(5))).begin()) {
            ConsentTraffic traffic = new ConsentTraffic(new Random(SEED));
            for (long height = 1; height <= 22; height++) {
                List<ByteString> block = traffic.block(height, source.soon());
                source.blockOf(source.nextTime(), block);
                if (height > 20) {
                    later.add(block);
                }
            }
            assertThat(source.application().appHash()).isEqualTo(end);
        }

        try (TestChain joined = new TestChain(to)) {
            Told told = new Told();
            LedgerProjection projection = new LedgerProjection();
            joined.application().commitStream().follow(7, told);
            joined.application().commitStream().follow(0, projection);

            assertThat(offer(joined, snapshot.toBuilder().setFormat(9).build(), appHash))
                    .isEqualTo(ResponseOfferSnapshot.Result.REJECT_FORMAT);
            assertThat(offer(joined, snapshot, end)).isEqualTo(ResponseOfferSnapshot.Result.REJECT);
            assertThat(apply(joined, 0, chunk).getResult()).isEqualTo(ResponseApplySnapshotChunk.Result.ABORT);
            assertThat(offer(joined, snapshot, appHash)).isEqualTo(ResponseOfferSnapshot.Result.ACCEPT);
            assertThat(joined.info().getLastBlockHeight()).isZero();

            ResponseApplySnapshotChunk bad = apply(joined, 0, chunk.substring(1));
            assertThat(bad.getResult()).isEqualTo(ResponseApplySnapshotChunk.Result.RETRY);
            assertThat(bad.getRefetchChunksList()).containsExactly(0);
            assertThat(bad.getRejectSendersList()).containsExactly("peer-1");
            assertThat(joined.info().getLastBlockHeight()).isZero();

            assertThat(apply(joined, 0, chunk).getResult()).isEqualTo(ResponseApplySnapshotChunk.Result.ACCEPT);
            assertThat(joined.info().getLastBlockHeight()).isEqualTo(20);
            assertThat(joined.info().getLastBlockAppHash().toByteArray()).isEqualTo(appHash.toByteArray());
            assertThat(told.words.poll(10, TimeUnit.SECONDS)).isEqualTo("state 20");
            assertThat(told.words.poll(10, TimeUnit.SECONDS)).isEqualTo("end");

            for (List<ByteString> block : later) {
                joined.blockOf(joined.nextTime(), block);
            }
            assertThat(joined.application().appHash()).isEqualTo(end);
            assertThat(told.words.poll(10, TimeUnit.SECONDS)).isEqualTo("block 21");
            assertThat(told.words.poll(10, TimeUnit.SECONDS)).isEqualTo("block 22");
            org.awaitility.Awaitility.await().until(() -> projection.height() == 22);
            assertThat(projection.organizations()).hasSize(2);
            assertThat(projection.governance()).isPresent();

            // it is a node like any other after a restart
            joined.crash();
            assertThat(joined.info().getLastBlockHeight()).isEqualTo(22);
            assertThat(offer(joined, snapshot, appHash)).isEqualTo(ResponseOfferSnapshot.Result.ABORT);
        }
    }

    @Test
    @Tag("L9")
    void shouldTellTheNodeWhatToForget() throws Exception {
        BlockRetention retention = new BlockRetention(15, new EvidenceAge(12, Duration.ofSeconds(5)));
        try (TestChain chain = oldChain(retention).begin()) {
            ConsentTraffic traffic = new ConsentTraffic(new Random(SEED));
            assertThat(blocks(chain, traffic, 20))
                    .as("5 is no mark, and below the first")
                    .isZero();
            assertThat(blocks(chain, traffic, 30)).isEqualTo(10);
            assertThat(blocks(chain, traffic, 31))
                    .as("only with each tenth block")
                    .isZero();
            assertThat(blocks(chain, traffic, 40)).isEqualTo(20);
            assertThat(list(chain)).extracting(Snapshot::getHeight).containsExactly(30L);
        }
    }

    @Test
    void shouldAnswerAnythingThatStrangersSend() {
        Random random = new Random(SEED);
        try (TestChain joined = new TestChain(to)) {
            for (int round = 0; round < 3_000; round++) {
                byte[] bytes = new byte[random.nextInt(200)];
                random.nextBytes(bytes);
                Snapshot any = Snapshot.newBuilder()
                        .setHeight(random.nextLong())
                        .setFormat(random.nextInt(3))
                        .setChunks(random.nextInt(4) - 1)
                        .setHash(ByteString.copyFrom(bytes, 0, bytes.length / 2))
                        .setMetadata(ByteString.copyFrom(bytes))
                        .build();
                assertThat(offer(joined, any, zero()))
                        .isIn(ResponseOfferSnapshot.Result.REJECT, ResponseOfferSnapshot.Result.REJECT_FORMAT);
                assertThat(apply(joined, random.nextInt(), ByteString.copyFrom(bytes))
                                .getResult())
                        .isEqualTo(ResponseApplySnapshotChunk.Result.ABORT);
                assertThat(load(joined, any, random.nextInt())).isEmpty();
            }
            assertThat(joined.info().getLastBlockHeight()).isZero();
        }
    }

    private static Bytes32 zero() {
        return Bytes32.of(new byte[Bytes32.LENGTH]);
    }
}
