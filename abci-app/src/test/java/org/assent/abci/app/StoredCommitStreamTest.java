package org.assent.abci.app;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.assent.abci.testing.Hospital;
import org.assent.abci.testing.TestChain;
import org.assent.abci.tree.KeptHeights;
import org.assent.abci.tree.MemoryNodeStore;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.state.LeafKey;
import org.assent.ledger.stream.ChangedLeaf;
import org.assent.ledger.stream.CommitFollower;
import org.assent.ledger.stream.CommitStream;
import org.assent.ledger.stream.CommittedBlock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoredCommitStreamTest {

    private final TestChain chain = new TestChain(new MemoryNodeStore(new KeptHeights(4))).begin();
    private final Hospital north = new Hospital("north");

    @AfterEach
    void close() {
        chain.close();
    }

    @Test
    void shouldGiveANewFollowerTheWholeStateAndThenEveryBlock() {
        chain.block(north.register(chain.soon()));
        Recorder recorder = new Recorder();

        try (CommitStream.Following following =
                chain.application().commitStream().follow(0, recorder)) {
            await().atMost(10, SECONDS).until(() -> recorder.events.contains("end"));
            chain.block(north.enroll("alice", chain.soon()));
            chain.block();
            await().atMost(10, SECONDS).until(() -> recorder.blocks.size() == 2);
            assertThat(following).isNotNull();
        }

        assertThat(recorder.events)
                .containsExactlyInAnyOrder(
                        "begin 1", "leaf GOVERNANCE", "leaf ORGANIZATION", "end", "block 2", "block 3");
        assertThat(recorder.events).startsWith("begin 1").endsWith("end", "block 2", "block 3");
        CommittedBlock second = recorder.blocks.getFirst();
        assertThat(second.changes())
                .extracting(ChangedLeaf::key)
                .containsExactly(LeafKey.of(north.id()), LeafKey.of(north.subject("alice")));
        assertThat(second.results()).hasSize(1);
        assertThat(recorder.blocks.getLast().changes()).isEmpty();
        assertThat(recorder.blocks.getLast().appHash())
                .isEqualTo(chain.application().appHash());
    }

    @Test
    void shouldTellAFollowerNothingBeforeTheFirstBlockAndEverythingAfter() {
        Recorder recorder = new Recorder();
        try (CommitStream.Following following =
                chain.application().commitStream().follow(0, recorder)) {
            chain.block();
            await().atMost(10, SECONDS).until(() -> recorder.events.contains("end"));
            assertThat(following).isNotNull();
        }
        assertThat(recorder.events).containsExactly("begin 1", "leaf GOVERNANCE", "end");
    }

    @Test
    void shouldResumeAfterAHeightWhoseBlocksAreKept() {
        chain.block();
        chain.block();
        chain.block();
        Recorder recorder = new Recorder();
        try (CommitStream.Following following =
                chain.application().commitStream().follow(1, recorder)) {
            await().atMost(10, SECONDS).until(() -> recorder.blocks.size() == 2);
            assertThat(following).isNotNull();
        }
        assertThat(recorder.events).containsExactly("block 2", "block 3");
    }

    @Test
    void shouldGiveTheWholeStateWhenTheBlocksAreNoLongerKeptOrTheFollowerIsAhead() {
        for (int i = 0; i < 9; i++) {
            chain.block();
        }
        for (long after : List.of(2L, 4_711L)) {
            Recorder recorder = new Recorder();
            try (CommitStream.Following following =
                    chain.application().commitStream().follow(after, recorder)) {
                await().atMost(10, SECONDS).until(() -> recorder.events.contains("end"));
                assertThat(following).isNotNull();
            }
            assertThat(recorder.events.getFirst()).isEqualTo("begin 9");
        }
    }

    @Test
    void shouldGiveABlockAgainWhenTheFollowerFails() {
        chain.block();
        AtomicInteger failures = new AtomicInteger(1);
        Recorder recorder = new Recorder() {
            @Override
            public void committed(CommittedBlock block) {
                if (failures.getAndDecrement() > 0) {
                    throw new IllegalStateException("the follower's database is away");
                }
                super.committed(block);
            }
        };
        try (CommitStream.Following following =
                chain.application().commitStream().follow(1, recorder)) {
            chain.block();
            await().atMost(10, SECONDS).until(() -> recorder.blocks.size() == 1);
            assertThat(following).isNotNull();
        }
        assertThat(recorder.events).containsExactly("block 2");
    }

    @Test
    void shouldCallNobodyAfterTheEnd() {
        chain.block();
        Recorder recorder = new Recorder();
        CommitStream.Following following = chain.application().commitStream().follow(1, recorder);
        following.close();
        chain.block();
        assertThat(recorder.events).isEmpty();
    }

    private static class Recorder implements CommitFollower {

        final List<String> events = new CopyOnWriteArrayList<>();
        final List<CommittedBlock> blocks = new CopyOnWriteArrayList<>();

        @Override
        public void beginState(long height, Instant time, Bytes32 appHash) {
            events.add("begin " + height);
        }

        @Override
        public void leaf(ChangedLeaf leaf) {
            events.add("leaf " + leaf.key().kind());
        }

        @Override
        public void endOfState() {
            events.add("end");
        }

        @Override
        public void committed(CommittedBlock block) {
            blocks.add(block);
            events.add("block " + block.height());
        }
    }
}
