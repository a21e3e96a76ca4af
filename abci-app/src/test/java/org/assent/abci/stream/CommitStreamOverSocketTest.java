package org.assent.abci.stream;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.assent.abci.node.NodeHealth;
import org.assent.abci.server.ListenAddress;
import org.assent.abci.testing.Hospital;
import org.assent.abci.testing.TestChain;
import org.assent.abci.tree.KeptHeights;
import org.assent.abci.tree.MemoryNodeStore;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.client.LedgerHealth;
import org.assent.ledger.identity.StudyRef;
import org.assent.ledger.state.LeafKey;
import org.assent.ledger.stream.ChangedLeaf;
import org.assent.ledger.stream.CommitStream;
import org.assent.ledger.stream.CommittedBlock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commit stream between two ends of a real socket file. */
@Timeout(120)
class CommitStreamOverSocketTest {

    private static final NodeHealth NODE = new NodeHealth(true, false, 3, 1, "all is well");

    @TempDir
    private Path folder;

    private final TestChain chain = new TestChain(new MemoryNodeStore(new KeptHeights(100))).begin();
    private final Hospital north = new Hospital("north");
    private final List<AutoCloseable> opened = new ArrayList<>();
    private Path socket = Path.of("");

    @BeforeEach
    void place() {
        socket = folder.resolve("stream.sock");
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened.reversed()) {
            one.close();
        }
        chain.close();
    }

    @Test
    void shouldGiveOverTheSocketWhatTheStreamGives() throws Exception {
        chain.block(north.register(chain.soon()));
        serve();
        RecordingFollower near = new RecordingFollower();
        RecordingFollower far = new RecordingFollower();
        open(chain.application().commitStream().follow(0, near));
        open(client().follow(0, far));
        await().atMost(10, SECONDS).until(() -> near.events.contains("end") && far.events.contains("end"));

        chain.block(north.enroll("alice", chain.soon()), north.close("bob", "c1"));
        chain.block();

        await().atMost(10, SECONDS).until(() -> near.blocks.size() == 2 && far.blocks.size() == 2);
        assertThat(far.events).isEqualTo(near.events).startsWith("begin 1", "end");
        assertThat(far.leaves).isEqualTo(near.leaves).isNotEmpty();
        assertThat(far.blocks).isEqualTo(near.blocks);
        assertThat(far.blocks.getFirst().results())
                .as("one took effect, one is refused")
                .hasSize(2);
    }

    @Test
    @Tag("L2")
    void shouldLoseNoBlockAndGiveNoneTwiceWhenTheLedgerProcessComesBack() throws Exception {
        chain.block();
        StreamServer first = serve();
        RecordingFollower follower = new RecordingFollower();
        open(client().follow(1, follower));
        chain.block();
        await().atMost(10, SECONDS).until(() -> follower.blocks.size() == 1);

        for (int round = 0; round < 3; round++) {
            first.close();
            chain.block();
            chain.block();
            first = serve();
            chain.block();
            int expected = 1 + 3 * (round + 1);
            await().atMost(10, SECONDS).until(() -> follower.blocks.size() >= expected);
        }

        assertThat(follower.heights())
                .isEqualTo(LongStream.rangeClosed(2, 11).boxed().toList());
    }

    @Test
    @Tag("L2")
    void shouldGoOnAfterTheLastHeightWhenTheWebSideComesBack() throws Exception {
        chain.block();
        serve();
        RecordingFollower before = new RecordingFollower();
        RemoteCommitStream firstLife = RemoteCommitStream.of(socket, Hospital.CHAIN);
        firstLife.follow(1, before);
        chain.block();
        await().atMost(10, SECONDS).until(() -> before.blocks.size() == 1);
        firstLife.close();
        chain.block();
        chain.block();

        RecordingFollower after = new RecordingFollower();
        open(client().follow(before.heights().getLast(), after));

        await().atMost(10, SECONDS).until(() -> after.blocks.size() == 2);
        assertThat(after.events).containsExactly("block 3", "block 4");
    }

    @Test
    void shouldDelayNeitherConsensusNorOthersWhenOneFollowerDoesNotRead() throws Exception {
        chain.block(north.register(chain.soon()));
        serve();
        CountDownLatch gate = new CountDownLatch(1);
        RecordingFollower slow = new RecordingFollower() {
            @Override
            public void committed(CommittedBlock block) {
                awaitQuietly(gate);
                super.committed(block);
            }
        };
        RecordingFollower quick = new RecordingFollower();
        open(client().follow(1, slow));
        open(client().follow(1, quick));

        // far more than a socket buffers: if anything waited for the slow one, this would not end
        for (int block = 0; block < 30; block++) {
            int number = block;
            chain.block(north.registerStudies(
                    1,
                    chain.soon(),
                    IntStream.range(0, 400)
                            .mapToObj(study -> "ct-" + number + "-" + study)
                            .toArray(String[]::new)));
        }
        await().atMost(60, SECONDS).until(() -> quick.blocks.size() == 30);
        assertThat(slow.blocks).isEmpty();

        gate.countDown();
        await().atMost(60, SECONDS).until(() -> slow.blocks.size() == 30);
        assertThat(slow.blocks).isEqualTo(quick.blocks);
    }

    @Test
    void shouldBeginAnewWhenAFollowerIsSlowerThanBlocksAreKept() throws Exception {
        try (TestChain forgetful = new TestChain(new MemoryNodeStore(new KeptHeights(3))).begin()) {
            forgetful.block();
            open(StreamServer.start(new ListenAddress.Unix(socket), source(forgetful)));
            RecordingFollower follower = new RecordingFollower();
            CommitStream.Following first = client().follow(0, follower);
            await().atMost(10, SECONDS).until(() -> follower.events.contains("end"));
            first.close();
            for (int block = 0; block < 9; block++) {
                forgetful.block();
            }

            RecordingFollower again = new RecordingFollower();
            open(client().follow(1, again));

            await().atMost(10, SECONDS).until(() -> again.events.contains("end"));
            assertThat(again.events).containsExactly("begin 10", "end");
        }
    }

    @Test
    void shouldGiveABlockOfManyFramesWhole() throws Exception {
        List<ChangedLeaf> changes = largeLeaves(1_500);
        CommittedBlock large = new CommittedBlock(
                2, Instant.ofEpochSecond(1_800_000_000), Bytes32.of(new byte[Bytes32.LENGTH]), changes, List.of());
        CommitStream stream = (after, follower) -> {
            Thread thread = new Thread(() -> follower.committed(large));
            thread.start();
            return () -> {};
        };
        open(StreamServer.start(
                new ListenAddress.Unix(socket),
                new StreamServer.Source(Hospital.CHAIN, stream, CommitStreamOverSocketTest::pulse, newest -> newest)));
        RecordingFollower follower = new RecordingFollower();

        open(client().follow(1, follower));

        await().atMost(30, SECONDS).until(() -> !follower.blocks.isEmpty());
        assertThat(follower.blocks).containsExactly(large);
        assertThat(changes.stream().mapToLong(leaf -> leaf.annex().length()).sum())
                .as("more than one frame may have")
                .isGreaterThan(10L * FrameChannel.MAX_FRAME_BYTES);
    }

    @Test
    void shouldGiveABlockAgainWhenTheFollowerFails() throws Exception {
        chain.block();
        serve();
        AtomicInteger failures = new AtomicInteger(1);
        RecordingFollower follower = new RecordingFollower() {
            @Override
            public void committed(CommittedBlock block) {
                if (failures.getAndDecrement() > 0) {
                    throw new IllegalStateException("the follower's database is away");
                }
                super.committed(block);
            }
        };
        open(client().follow(1, follower));

        chain.block();
        chain.block();

        await().atMost(20, SECONDS).until(() -> follower.blocks.size() == 2);
        assertThat(follower.events).containsExactly("block 2", "block 3");
    }

    @Test
    void shouldCallNobodyAfterTheEnd() throws Exception {
        chain.block();
        serve();
        RecordingFollower follower = new RecordingFollower();
        CommitStream.Following following = client().follow(0, follower);
        await().atMost(10, SECONDS).until(() -> follower.events.contains("end"));

        following.close();
        chain.block();

        assertThat(follower.events).containsExactly("begin 1", "end");
    }

    @Test
    void shouldTellHowTheLedgerIsEverySecond() throws Exception {
        chain.block();
        StreamServer server = serve();
        RemoteCommitStream stream = client();
        open(stream.follow(0, new RecordingFollower()));

        await().atMost(10, SECONDS).until(() -> stream.pulse().isPresent());
        assertThat(stream.pulse()).contains(pulse());
        assertThat(stream.trouble()).isEmpty();

        server.close();
        await().atMost(20, SECONDS).until(() -> stream.pulse().isEmpty());
        assertThat(stream.lastPulse())
                .as("what the members agreed is remembered")
                .contains(pulse());
        assertThat(stream.trouble()).contains("does not answer");
    }

    @Test
    void shouldRefuseAFollowerOfAnotherChainAndSayWhy() throws Exception {
        chain.block();
        serve();
        try (RemoteCommitStream other = RemoteCommitStream.of(socket, "assent-other")) {
            RecordingFollower follower = new RecordingFollower();
            open(other.follow(0, follower));

            await().atMost(10, SECONDS).until(() -> other.trouble().startsWith("OTHER_CHAIN"));
            assertThat(follower.events).isEmpty();
            assertThat(other.pulse()).isEmpty();
        }
    }

    @Test
    void shouldRefuseWhatIsNotThisProtocolAndGoOnServing() throws Exception {
        chain.block();
        StreamServer server = serve();
        byte[] follow = StreamFrames.encode(new StreamFrame.Follow(Hospital.CHAIN, 0, false));
        byte[] otherVersion = follow.clone();
        otherVersion[1] = 2;

        assertThat(refusal(peer -> peer.sendFramed(otherVersion))).isEqualTo(StreamRefusal.OTHER_VERSION);
        assertThat(refusal(peer -> peer.sendFramed(new byte[] {1, 2, 3}))).isEqualTo(StreamRefusal.NOT_THIS_PROTOCOL);
        assertThat(refusal(peer -> peer.send(new byte[] {0, 0, 0, 0}))).isEqualTo(StreamRefusal.NOT_THIS_PROTOCOL);
        assertThat(refusal(peer ->
                        peer.send("GET / HTTP/1.1\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII))))
                .isEqualTo(StreamRefusal.FRAME_TOO_LARGE);
        assertThat(refusal(peer -> peer.send(new byte[] {0x7f, -1, -1, -1}))).isEqualTo(StreamRefusal.FRAME_TOO_LARGE);
        assertThat(refusal(peer -> peer.send(new StreamFrame.Taken(1)))).isEqualTo(StreamRefusal.NOT_THIS_PROTOCOL);
        assertThat(refusal(peer -> peer.sendFramed(withUnknownField(follow))))
                .isEqualTo(StreamRefusal.NOT_THIS_PROTOCOL);
        Random random = new Random(4711);
        for (int round = 0; round < 200; round++) {
            byte[] noise = new byte[1 + random.nextInt(400)];
            random.nextBytes(noise);
            assertThat(refusal(peer -> peer.sendFramed(noise)))
                    .as("round %d", round)
                    .isIn(StreamRefusal.NOT_THIS_PROTOCOL, StreamRefusal.OTHER_VERSION);
        }

        await().atMost(10, SECONDS).until(() -> server.followers() == 0);
        RecordingFollower follower = new RecordingFollower();
        open(client().follow(0, follower));
        await().atMost(10, SECONDS).until(() -> follower.events.contains("end"));
    }

    @Test
    void shouldGiveUpAPeerThatNeverSaysWhatItWants() throws Exception {
        chain.block();
        StreamServer server = serve();
        try (RawPeer silent = new RawPeer(socket)) {
            assertThat(silent.isEnded()).isTrue();
        }
        await().atMost(10, SECONDS).until(() -> server.followers() == 0);
    }

    @Test
    void shouldServeSoManyFollowersAndRefuseTheNext() throws Exception {
        chain.block();
        serve();
        for (int follower = 0; follower < 16; follower++) {
            RawPeer peer = open(new RawPeer(socket)).send(new StreamFrame.Follow(Hospital.CHAIN, 0, false));
            assertThat(peer.next()).containsInstanceOf(StreamFrame.Welcome.class);
        }
        assertThat(refusal(peer -> {})).isEqualTo(StreamRefusal.TOO_MANY_FOLLOWERS);
    }

    @Test
    void shouldConnectAnewWhenTheLedgerProcessSaysNothing() throws Exception {
        try (ServerSocketChannel mute = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            mute.bind(UnixDomainSocketAddress.of(socket));
            open(client().follow(7, new RecordingFollower()));

            try (SocketChannel first = mute.accept();
                    SocketChannel second = mute.accept()) {
                assertThat(new FrameChannel(second, 512).read())
                        .contains(new StreamFrame.Follow(Hospital.CHAIN, 7, false));
                assertThat(first.isOpen()).isTrue();
            }
        }
    }

    @Test
    void shouldLeaveTheSocketToItsOwnerAndRemoveOnlyAStaleOne() throws Exception {
        chain.block();
        StreamServer server = serve();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                .isEqualTo("rw-------");
        assertThatThrownBy(this::serve)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("another process serves this socket");
        server.close();
        assertThat(socket).doesNotExist();

        try (ServerSocketChannel stale = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            stale.bind(UnixDomainSocketAddress.of(socket)); // closing leaves the file, as kill -9 does
        }
        serve().close();

        Files.writeString(socket, "somebody's notes");
        assertThatThrownBy(this::serve).isInstanceOf(IOException.class).hasMessageContaining("not a socket");
        assertThat(socket).hasContent("somebody's notes");
    }

    private StreamServer serve() throws IOException {
        return open(StreamServer.start(new ListenAddress.Unix(socket), source(chain)));
    }

    private static StreamServer.Source source(TestChain of) {
        return new StreamServer.Source(
                Hospital.CHAIN, of.application().commitStream(), CommitStreamOverSocketTest::pulse, newest -> 1);
    }

    private static LedgerPulse pulse() {
        return new LedgerPulse(
                1,
                TestChain.GENESIS.plusSeconds(1),
                Duration.ofSeconds(45),
                NODE,
                2,
                new LedgerHealth.Storage(5L << 32, 4L << 32, Optional.of("a node was changed")));
    }

    private RemoteCommitStream client() {
        return open(RemoteCommitStream.of(socket, Hospital.CHAIN));
    }

    private <T extends AutoCloseable> T open(T one) {
        opened.add(one);
        return one;
    }

    private interface Sending {
        void to(RawPeer peer) throws IOException;
    }

    private StreamRefusal refusal(Sending sending) throws IOException {
        try (RawPeer peer = new RawPeer(socket)) {
            sending.to(peer);
            Optional<StreamFrame> answer = peer.next();
            assertThat(answer).containsInstanceOf(StreamFrame.Refused.class);
            return ((StreamFrame.Refused) answer.orElseThrow()).reason();
        }
    }

    private static byte[] withUnknownField(byte[] frame) {
        byte[] more = java.util.Arrays.copyOf(frame, frame.length + 2);
        more[frame.length] = (byte) (15 << 3);
        more[frame.length + 1] = 1;
        return more;
    }

    private static List<ChangedLeaf> largeLeaves(int count) {
        Random random = new Random(1);
        byte[] annex = new byte[16 << 10];
        random.nextBytes(annex);
        List<ChangedLeaf> leaves = new ArrayList<>();
        for (int leaf = 0; leaf < count; leaf++) {
            byte[] name = new byte[Bytes32.LENGTH];
            random.nextBytes(name);
            leaves.add(new ChangedLeaf(LeafKey.of(new StudyRef(Bytes32.of(name))), Bytes.of(name), Bytes.of(annex)));
        }
        return leaves;
    }

    private static void awaitQuietly(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
