package org.assent.abci.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import org.assent.abci.testing.Hospital;
import org.assent.abci.testing.TestChain;
import org.assent.abci.tree.KeptHeights;
import org.assent.abci.tree.MemoryNodeStore;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.governance.Change;
import org.assent.ledger.governance.Upgrade;
import org.assent.ledger.signature.BouncyCastleVerifier;
import org.assent.ledger.transaction.ProposeChange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Members agree on a height; from there on other rules hold, and a node that does not know them stops before it. */
@Tag("L12")
class UpgradeTest {

    private static final int HEIGHT = 12;
    private static final KnownRules NEWER = new KnownRules(2);

    private final Hospital north = new Hospital("north");

    @Test
    void shouldStopBeforeTheHeightAndNameTheVersionWhenTheNodeDoesNotKnowTheRules() {
        MemoryNodeStore store = new MemoryNodeStore(new KeptHeights(50));
        try (TestChain old = chain(store, KnownRules.OF_THIS_VERSION).begin()) {
            for (List<ByteString> block : blocks(HEIGHT - 1)) {
                old.blockOf(old.nextTime(), block);
            }
            Bytes32 before = old.application().appHash();

            assertThatIllegalStateException()
                    .isThrownBy(() -> old.finalizeBlock(old.nextTime(), List.of()))
                    .withMessageContaining("block 12 follows rules version 2")
                    .withMessageContaining("knows versions 1 to 1")
                    .withMessageContaining("install a newer Assent");

            assertThat(old.application().height()).isEqualTo(HEIGHT - 1);
            old.crash();
            assertThatIllegalStateException()
                    .as("also when it is started again")
                    .isThrownBy(() -> old.finalizeBlock(old.nextTime(), List.of()))
                    .withMessageContaining("rules version 2");
            assertThat(old.application().appHash()).as("nothing is lost").isEqualTo(before);
        }
        // the newer software goes on from the very store
        try (TestChain newer = chain(store, NEWER)) {
            newer.block();
            newer.block(north.register(newer.soon()));
            assertThat(newer.application().height()).isEqualTo(HEIGHT + 1);
        }
    }

    @Test
    void shouldReplayTheOldChainAndTheNewOneToTheSameHash() {
        List<List<ByteString>> blocks = blocks(HEIGHT + 5);
        Bytes32 through = replay(blocks, NEWER);

        assertThat(replay(blocks, NEWER)).isEqualTo(through);
        assertThat(replay(blocks.subList(0, HEIGHT - 1), NEWER))
                .as("a chain before the height is the same to old and new software")
                .isEqualTo(replay(blocks.subList(0, HEIGHT - 1), KnownRules.OF_THIS_VERSION));
        assertThat(replay(blocks.subList(0, HEIGHT), NEWER))
                .as("the version in force is part of the state")
                .isNotEqualTo(replay(blocks.subList(0, HEIGHT - 1), NEWER));
    }

    @Test
    void shouldGiveATypedEventWhenAnUpgradeIsScheduledAndWhenItsHeightComes() {
        List<String> events = new ArrayList<>();
        try (TestChain chain =
                chain(new MemoryNodeStore(new KeptHeights(2)), NEWER).begin()) {
            for (List<ByteString> block : blocks(HEIGHT + 2)) {
                var response = chain.finalizeBlock(chain.nextTime(), block);
                chain.commit();
                EventTexts.of(response)
                        .forEach(text -> events.add(chain.application().height() + ": " + text));
            }
        }
        assertThat(events)
                .containsExactly(
                        "1: assent.upgrade_scheduled {height=12, rules=2}", "12: assent.upgraded {height=12, rules=2}");
    }

    private static Bytes32 replay(List<List<ByteString>> blocks, KnownRules rules) {
        try (TestChain chain =
                chain(new MemoryNodeStore(new KeptHeights(2)), rules).begin()) {
            blocks.forEach(block -> chain.blockOf(chain.nextTime(), block));
            return chain.application().appHash();
        }
    }

    /** The first schedules the upgrade, the rest are empty. */
    private List<List<ByteString>> blocks(int count) {
        ProposeChange upgrade = new ProposeChange(
                1, new Change.ScheduleUpgrade(new Upgrade(HEIGHT, 2)), TestChain.GENESIS.plusSeconds(60));
        List<List<ByteString>> blocks = new ArrayList<>();
        blocks.add(List.of(
                TestChain.bytes(north.sign(upgrade, Hospital.ACCREDITORS.get(0), Hospital.ACCREDITORS.get(1)))));
        while (blocks.size() < count) {
            blocks.add(List.of());
        }
        return blocks;
    }

    private static TestChain chain(MemoryNodeStore store, KnownRules rules) {
        return new TestChain(store, rules, new BouncyCastleVerifier());
    }
}
