package org.assent.abci.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.assent.abci.app.BlockRetention.EvidenceAge;
import org.assent.abci.tree.BlockCommit;
import org.assent.abci.tree.KeptHeights;
import org.assent.abci.tree.MemoryNodeStore;
import org.assent.abci.tree.StateTree;
import org.assent.abci.tree.StoredState;
import org.assent.abci.tree.TreeUpdate;
import org.assent.ledger.stream.CommittedBlock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which blocks the node may forget; a chain of 500 blocks, ten seconds apart. */
@Tag("L9")
class BlockRetentionTest {

    private static final Instant BEGIN = Instant.parse("2026-03-01T08:00:00Z");
    private static final Optional<Long> NO_SNAPSHOT = Optional.empty();
    private static final EvidenceAge SHORT = new EvidenceAge(1, Duration.ofSeconds(1));

    private final MemoryNodeStore store = new MemoryNodeStore(new KeptHeights(2));

    @BeforeEach
    void chain() {
        for (long height = 1; height <= 500; height++) {
            StoredState state = new StoredState("assent-test", height, time(height), null);
            store.commit(new BlockCommit(
                    state,
                    TreeUpdate.of(StateTree.empty(), height, List.of()),
                    new CommittedBlock(height, state.time(), state.appHash(), List.of(), List.of())));
        }
    }

    private static Instant time(long height) {
        return BEGIN.plusSeconds(10 * height);
    }

    private long retain(BlockRetention retention, boolean snapshots, Optional<Long> oldest) {
        return retention.retainHeight(500, time(500), store, snapshots, oldest);
    }

    @Test
    void shouldKeepAllWhenItIsAnArchive() {
        assertThat(retain(new BlockRetention(0, SHORT), false, NO_SNAPSHOT)).isZero();
    }

    @Test
    void shouldKeepTheNumberOfBlocksWhenNothingElseNeedsMore() {
        assertThat(retain(new BlockRetention(100, SHORT), false, NO_SNAPSHOT)).isEqualTo(400);
    }

    @Test
    void shouldKeepWhatEvidenceNeedsByBlocks() {
        assertThat(retain(new BlockRetention(100, new EvidenceAge(250, Duration.ofSeconds(1))), false, NO_SNAPSHOT))
                .isEqualTo(240);
    }

    @Test
    void shouldKeepWhatEvidenceNeedsByTime() {
        BlockRetention retention = new BlockRetention(100, new EvidenceAge(1, Duration.ofMinutes(50)));
        long retained = retain(retention, false, NO_SNAPSHOT);
        assertThat(retained).isEqualTo(190);
        assertThat(Duration.between(time(retained), time(500))).isGreaterThan(Duration.ofMinutes(50));
    }

    @Test
    void shouldKeepAllWhenEvidenceNeedsAll() {
        assertThat(retain(BlockRetention.member(EvidenceAge.DEFAULT), false, NO_SNAPSHOT))
                .isZero();
    }

    @Test
    void shouldKeepTheOldestSnapshotsHeaderAndWhatFollows() {
        assertThat(retain(new BlockRetention(100, SHORT), true, Optional.of(300L)))
                .isEqualTo(300);
        assertThat(retain(new BlockRetention(100, SHORT), true, Optional.of(305L)))
                .isEqualTo(300);
        assertThat(retain(new BlockRetention(100, SHORT), true, Optional.of(499L)))
                .isEqualTo(400);
    }

    @Test
    void shouldKeepAllWhenTheFirstSnapshotIsStillToCome() {
        assertThat(retain(new BlockRetention(100, SHORT), true, NO_SNAPSHOT)).isZero();
    }

    @Test
    void shouldNeverAnswerLessAgainWhenMarksWereForgotten() {
        assertThat(retain(new BlockRetention(100, SHORT), false, NO_SNAPSHOT)).isEqualTo(400);
        assertThat(retain(new BlockRetention(200, SHORT), false, NO_SNAPSHOT)).isZero();
        assertThat(retain(new BlockRetention(100, SHORT), false, NO_SNAPSHOT)).isEqualTo(400);
    }
}
