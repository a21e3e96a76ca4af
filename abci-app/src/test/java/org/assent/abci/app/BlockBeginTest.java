package org.assent.abci.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.assent.abci.rules.LedgerState;
import org.assent.abci.testing.Hospital;
import org.assent.abci.testing.Keys;
import org.assent.abci.testing.TestChain;
import org.assent.abci.tree.KeptHeights;
import org.assent.abci.tree.MemoryNodeStore;
import org.assent.abci.tree.StateTree;
import org.assent.abci.wire.ResponseFinalizeBlock;
import org.assent.abci.wire.ValidatorUpdate;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.governance.Change;
import org.assent.ledger.governance.Offence;
import org.assent.ledger.governance.ValidatorPower;
import org.assent.ledger.state.GovernanceLeaf;
import org.assent.ledger.transaction.ProposeChange;
import org.assent.ledger.transaction.RegisterOrganization;
import org.assent.ledger.transaction.SignedTransaction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a block does before its first transaction, and what the node is told of its validators. */
@Tag("TH-02")
class BlockBeginTest {

    private final MemoryNodeStore store = new MemoryNodeStore(new KeptHeights(3));
    private final TestChain chain = new TestChain(store);
    private final Hospital north = new Hospital("north");

    @AfterEach
    void close() {
        chain.close();
    }

    @Test
    void shouldTakeItsVotesFromAValidatorThatMisbehaved() {
        begin(5);

        assertThat(block(List.of(), List.of(validator(2)))).containsExactly(validator(2) + " 0");

        assertThat(governance().validators()).extracting(ValidatorPower::key).doesNotContain(validator(2));
        assertThat(governance().offences()).containsExactly(new Offence(validator(2), 1, true));
        assertThat(block(List.of(), List.of(validator(2))))
                .as("it is none any more")
                .isEmpty();
        assertThat(governance().offences()).hasSize(1);
    }

    @Test
    void shouldRecordEvidenceOnlyWhenFewerThanFourWouldRemain() {
        begin(4);

        assertThat(block(List.of(), List.of(validator(2)))).isEmpty();

        assertThat(governance().validators()).hasSize(4);
        assertThat(governance().offences()).containsExactly(new Offence(validator(2), 1, false));
    }

    @Test
    void shouldKeepFourWhenMoreMisbehaveInOneBlock() {
        begin(6);

        assertThat(block(List.of(), List.of(validator(0), validator(1), validator(2))))
                .containsExactlyInAnyOrder(validator(0) + " 0", validator(1) + " 0");

        assertThat(governance().validators()).hasSize(4);
        assertThat(governance().offences()).extracting(Offence::removed).containsExactly(true, true, false);
    }

    @Test
    @Tag("L9")
    void shouldForgetTheOldestOffenceWhenThereAreMoreThanSixteen() {
        begin(4);
        for (int i = 0; i < 20; i++) {
            block(List.of(), List.of(validator(i % 4)));
        }
        assertThat(governance().offences()).hasSize(Offence.KEPT);
        assertThat(governance().offences().getLast().height()).isEqualTo(20);
    }

    @Test
    void shouldIgnoreEvidenceOfAValidatorThatNobodyKnows() {
        begin(5);

        assertThat(block(List.of(), List.of(Keys.bytes("nobody's")))).isEmpty();
        assertThat(governance().offences()).isEmpty();
    }

    @Test
    void shouldTellTheNodeOfAValidatorThatMembersAddedChangedAndEnded() {
        begin(4);
        Bytes32 added = Keys.bytes("the new validator");
        SignedTransaction register = north.sign(
                new RegisterOrganization(
                        north.profile("north", Set.of(), List.of(north.node(added)), north.transaction()),
                        chain.soon()),
                north.root(),
                Hospital.ACCREDITORS.get(0),
                Hospital.ACCREDITORS.get(1));

        assertThat(block(List.of(register, set(1, added, 7)), List.of())).containsExactly(added + " 7");
        assertThat(block(List.of(), List.of())).as("told once").isEmpty();
        assertThat(block(List.of(set(2, added, 9)), List.of())).containsExactly(added + " 9");
        assertThat(block(List.of(set(3, added, 5), set(4, added, 0)), List.of()))
                .containsExactly(added + " 0");
        assertThat(block(List.of(set(5, added, 8), set(6, added, 0)), List.of()))
                .as("added and ended in one block: the node never knew it")
                .isEmpty();
        assertThat(governance().validators()).hasSize(4);
    }

    @Test
    void shouldGiveATypedEventOfEveryPieceOfEvidenceAndWhatCameOfIt() {
        begin(5);
        String address =
                HexFormat.of().formatHex(Evidence.addressOf(validator(2)).toByteArray());

        assertThat(events(List.of(validator(2), validator(1), Keys.bytes("nobody's"))))
                .containsExactly(
                        "assent.misbehaviour {validator=" + address
                                + ", height=1, kind=duplicate_vote, consequence=removed}",
                        "assent.validator_removed {key=" + validator(2).toHex() + ", height=1}",
                        "assent.misbehaviour {validator="
                                + HexFormat.of()
                                        .formatHex(
                                                Evidence.addressOf(validator(1)).toByteArray())
                                + ", height=1, kind=duplicate_vote, consequence=recorded}",
                        "assent.misbehaviour {validator="
                                + HexFormat.of()
                                        .formatHex(Evidence.addressOf(Keys.bytes("nobody's"))
                                                .toByteArray())
                                + ", height=1, kind=duplicate_vote, consequence=no_validator}");
        assertThat(events(List.of())).as("once").isEmpty();
    }

    private List<String> events(List<Bytes32> misbehaved) {
        ResponseFinalizeBlock response = chain.finalizeBlock(chain.nextTime(), List.of(), misbehaved);
        chain.commit();
        return EventTexts.of(response);
    }

    private SignedTransaction set(long number, Bytes32 validator, long power) {
        return north.sign(
                new ProposeChange(number, new Change.SetValidator(validator, north.id(), power), chain.soon()),
                Hospital.ACCREDITORS.get(0),
                Hospital.ACCREDITORS.get(1));
    }

    private void begin(int validators) {
        chain.begin(IntStream.range(0, validators)
                .mapToObj(i -> new ValidatorPower(validator(i), 10, Optional.empty()))
                .toList());
    }

    private static Bytes32 validator(int number) {
        return Keys.bytes("validator " + number);
    }

    /** One block in which everything takes effect; what the node is told, each as key and power. */
    private List<String> block(List<SignedTransaction> transactions, List<Bytes32> misbehaved) {
        ResponseFinalizeBlock response = chain.finalizeBlock(
                chain.nextTime(), transactions.stream().map(TestChain::bytes).toList(), misbehaved);
        chain.commit();
        assertThat(TestChain.codes(response)).allMatch(code -> code == 0);
        return response.getValidatorUpdatesList().stream()
                .map(BlockBeginTest::text)
                .toList();
    }

    private static String text(ValidatorUpdate update) {
        return Bytes32.of(update.getPubKey().getEd25519().toByteArray()) + " " + update.getPower();
    }

    private GovernanceLeaf governance() {
        return new LedgerState(StateTree.of(store, store.newest().orElseThrow())::get).governance();
    }
}
