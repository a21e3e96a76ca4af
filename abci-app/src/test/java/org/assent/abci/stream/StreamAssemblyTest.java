package org.assent.abci.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.identity.StudyRef;
import org.assent.ledger.identity.TransactionId;
import org.assent.ledger.state.LeafKey;
import org.assent.ledger.stream.ChangedLeaf;
import org.assent.ledger.stream.TransactionResult;
import org.junit.jupiter.api.Test;

/** What a follower is protected from when the other end sends blocks that cannot be. */
class StreamAssemblyTest {

    private static final Bytes32 HASH = Bytes32.of(new byte[Bytes32.LENGTH]);
    private static final Instant TIME = Instant.ofEpochSecond(1_800_000_000);
    private static final StreamFrame LEAF =
            new StreamFrame.Leaves(List.of(new ChangedLeaf(LeafKey.of(new StudyRef(HASH)), bytes(1), bytes(0))));
    private static final StreamFrame RESULT =
            new StreamFrame.Results(List.of(new TransactionResult(new TransactionId(HASH), Optional.empty())));

    private final RecordingFollower follower = new RecordingFollower();
    private final StreamAssembly assembly = new StreamAssembly(follower, 7, false);

    @Test
    void shouldGiveABlockOnceAndOnlyWhenAllOfItHasCome() throws Exception {
        assertThat(assembly.take(begin(8, 2, 1))).isFalse();
        assertThat(assembly.take(LEAF)).isFalse();
        assertThat(assembly.take(LEAF)).isFalse();
        assertThat(assembly.take(RESULT)).isFalse();
        assertThat(follower.events).isEmpty();

        assertThat(assembly.take(new StreamFrame.EndOfBlock(8))).isTrue();

        assertThat(follower.events).containsExactly("block 8");
        assertThat(assembly.taken()).isEqualTo(8);
    }

    @Test
    void shouldRefuseABlockThatLeavesAGapOrComesAgain() {
        refuses(begin(9, 0, 0));
        refuses(begin(7, 0, 0));
        assertThat(follower.events).isEmpty();
    }

    @Test
    void shouldRefuseMoreOrLessThanWasAnnounced() throws Exception {
        assembly.take(begin(8, 1, 0));
        refuses(new StreamFrame.EndOfBlock(8));
        assembly.take(LEAF);
        refuses(LEAF);
        refuses(RESULT);
        refuses(new StreamFrame.EndOfBlock(9));
        assertThat(follower.events).isEmpty();
    }

    @Test
    void shouldRefusePartsOfNothingAndFramesOfTheOtherDirection() {
        refuses(LEAF);
        refuses(RESULT);
        refuses(new StreamFrame.EndOfState(7));
        refuses(new StreamFrame.EndOfBlock(8));
        refuses(new StreamFrame.Taken(8));
        refuses(new StreamFrame.Welcome("assent-test", 8));
        assertThat(follower.events).isEmpty();
    }

    @Test
    void shouldBeginAStateAnewWhenAnotherBegins() throws Exception {
        assembly.take(new StreamFrame.BeginState(20, TIME, HASH));
        assembly.take(LEAF);
        assembly.take(new StreamFrame.BeginState(30, TIME, HASH));
        assembly.take(LEAF);
        refuses(begin(31, 0, 0));

        assertThat(assembly.take(new StreamFrame.EndOfState(30))).isTrue();

        assertThat(follower.events).containsExactly("begin 20", "begin 30", "end");
        assertThat(follower.leaves).hasSize(1);
        assertThat(assembly.taken()).isEqualTo(30);
    }

    @Test
    void shouldTakeAnyFirstBlockWhenResultsAloneAreFollowed() throws Exception {
        StreamAssembly recent = new StreamAssembly(follower, 0, true);
        recent.take(begin(500, 0, 0));
        recent.take(new StreamFrame.EndOfBlock(500));

        assertThatThrownBy(() -> recent.take(begin(502, 0, 0))).isInstanceOf(StreamException.class);
        assertThat(follower.events).containsExactly("block 500");
    }

    private void refuses(StreamFrame frame) {
        assertThatThrownBy(() -> assembly.take(frame))
                .as(frame.toString())
                .isInstanceOfSatisfying(StreamException.class, refused -> assertThat(refused.refusal())
                        .isEqualTo(StreamRefusal.OUT_OF_ORDER));
    }

    private static StreamFrame begin(long height, int changes, int results) {
        return new StreamFrame.BeginBlock(height, TIME, HASH, changes, results);
    }

    private static Bytes bytes(int length) {
        return Bytes.of(new byte[length]);
    }
}
