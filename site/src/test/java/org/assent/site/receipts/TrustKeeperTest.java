package org.assent.site.receipts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assent.abci.node.CometRpc;
import org.assent.receipt.ReceiptVerifier;
import org.assent.receipt.chain.Commit;
import org.assent.receipt.chain.GenesisFile;
import org.assent.receipt.chain.TrustFile;
import org.assent.receipt.chain.TrustedChain;
import org.assent.receipt.chain.ValidatorChange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** trust.json across a change of the validators, on the chain of docs/vectors: after height 20 one leaves and another comes. */
@Tag("L7")
class TrustKeeperTest {

    private static final Path VECTORS =
            Path.of(System.getProperty("assent.root", "..")).resolve("docs/vectors");
    private static final long CHANGE = 20;

    @TempDir
    private Path folder;

    private GenesisFile genesis;
    private ValidatorChange change;
    private VectorNode node;
    private CometRpc rpc;

    @BeforeEach
    void start() throws Exception {
        genesis = GenesisFile.read(vector("genesis.json"));
        change = TrustFile.decode(vector("trust.json")).changes().getFirst();
        node = new VectorNode(genesis.validators(), change);
        rpc = new CometRpc(node.port());
    }

    @AfterEach
    void stop() {
        rpc.close();
        node.close();
    }

    @Test
    void shouldGrowByOneEntryWhenTheValidatorsChange() throws Exception {
        TrustKeeper keeper = open();
        keeper.advance(CHANGE - 1);
        byte[] before = keeper.text().toByteArray();
        assertThat(TrustFile.decode(before).changes()).isEmpty();
        assertThat(keeper.term(CHANGE)).contains(new TrustedChain.Term(1, genesis.validators()));
        assertThat(keeper.term(CHANGE + 1)).as("not looked at yet").isEmpty();

        keeper.advance(CHANGE);

        TrustFile trust = TrustFile.decode(keeper.text().toByteArray());
        assertThat(trust.changes()).singleElement().satisfies(entry -> {
            assertThat(entry.header()).isEqualTo(change.header());
            assertThat(entry.next()).isEqualTo(change.next());
            assertThat(entry.commit().votes()).as("as few as suffice").hasSize(3);
        });
        assertThat(keeper.term(CHANGE + 1)).contains(new TrustedChain.Term(CHANGE + 1, change.next()));
        keeper.advance(59);
        assertThat(keeper.text().toByteArray())
                .as("one entry for one change")
                .isEqualTo(trust.encode().toByteArray());
    }

    @Test
    void shouldVerifyReceiptsOfBothSidesWhenTheValidatorsChanged() throws Exception {
        TrustKeeper keeper = open();
        keeper.advance(CHANGE);

        ReceiptVerifier verifier = new ReceiptVerifier(keeper.chain());

        assertThat(verifier.verify(vector("before-the-change.json")).valid()).isTrue();
        assertThat(verifier.verify(vector("at-the-change.json")).valid()).isTrue();
        assertThat(verifier.verify(vector("permit.json")).valid()).isTrue();
        assertThat(verifier.verify(vector("invalid/another-change.json")).valid())
                .isFalse();
    }

    @Test
    void shouldGoOnWithTheSameBytesWhenItIsOpenedAgain() throws Exception {
        TrustKeeper keeper = open();
        keeper.advance(CHANGE);
        int asked = node.asked("commit");

        TrustKeeper again = open();
        again.advance(40);

        assertThat(again.text()).isEqualTo(keeper.text());
        assertThat(node.asked("commit")).as("the change is not asked for again").isEqualTo(asked);
    }

    @ParameterizedTest
    @ValueSource(longs = {7, CHANGE, 1})
    void shouldWaitWhenTheNodeLeavesOutAHeader(long height) throws Exception {
        TrustKeeper keeper = open();
        node.leaveOut(height);

        assertThatThrownBy(() -> keeper.advance(40))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("header");

        assertThat(keeper.term(CHANGE + 1)).isEmpty();
        assertThat(TrustFile.decode(keeper.text().toByteArray()).changes()).isEmpty();
        node.tellTheTruth();
        keeper.advance(40);
        assertThat(keeper.term(41)).contains(new TrustedChain.Term(CHANGE + 1, change.next()));
    }

    @Test
    void shouldRefuseTheChangeWhenTooFewOfTheOldValidatorsVoted() throws Exception {
        TrustKeeper keeper = open();
        Commit commit = change.commit();
        node.forgeCommit(
                new Commit(commit.round(), commit.parts(), commit.votes().subList(0, 2)));

        refused(keeper);
    }

    @Test
    void shouldRefuseTheChangeWhenTheNewOnesVotedForThemselves() throws Exception {
        TrustKeeper keeper = open();
        node.forgeCommit(TrustFile.decode(vector("invalid-trust/signed-by-the-new.json"))
                .changes()
                .getFirst()
                .commit());

        refused(keeper);
    }

    @Test
    void shouldRefuseTheChangeWhenTheNodeNamesOthersThanTheHeader() throws Exception {
        TrustKeeper keeper = open();
        node.forgeNext(genesis.validators());

        refused(keeper);
    }

    @ParameterizedTest
    @ValueSource(strings = {"signed-by-the-new", "other-next", "two-votes", "repeated"})
    void shouldBeginAnewWhenTheFileWasForged(String forged) throws Exception {
        Files.write(file(), vector("invalid-trust/" + forged + ".json"));
        Files.writeString(folder.resolve("trust.json.height"), "40", StandardCharsets.US_ASCII);

        TrustKeeper keeper = open();

        assertThat(TrustFile.decode(keeper.text().toByteArray()).changes()).isEmpty();
        keeper.advance(40);
        assertThat(keeper.chain().at(40).validators()).isEqualTo(change.next());
    }

    @Test
    void shouldTakeTheBeginningFromAnotherSiteOnlyWhenItHoldsAndHasNoGap() throws Exception {
        node.beginAt(CHANGE + 5);
        byte[] gap = new TrustFile(genesis.chainId(), List.of()).encode().toByteArray();
        byte[] forged = vector("invalid-trust/signed-by-the-new.json");
        TrustKeeper without = open(List.of(gap, forged));

        assertThatThrownBy(() -> without.advance(40))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no site's trust.json");
        assertThat(without.term(CHANGE + 5)).isEmpty();

        TrustKeeper keeper = open(List.of(gap, forged, vector("trust.json")));
        keeper.advance(40);

        assertThat(keeper.text().toByteArray()).isEqualTo(vector("trust.json"));
        assertThat(new ReceiptVerifier(keeper.chain())
                        .verify(vector("before-the-change.json"))
                        .valid())
                .isTrue();
    }

    private void refused(TrustKeeper keeper) throws Exception {
        assertThatThrownBy(() -> keeper.advance(40))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("do not continue trust.json");
        assertThat(TrustFile.decode(keeper.text().toByteArray()).changes()).isEmpty();
        assertThat(keeper.term(CHANGE + 1)).isEmpty();
        node.tellTheTruth();
        keeper.advance(40);
        assertThat(keeper.term(41)).contains(new TrustedChain.Term(CHANGE + 1, change.next()));
    }

    private Path file() {
        return folder.resolve("trust.json");
    }

    private TrustKeeper open() throws IOException {
        return open(List.of());
    }

    private TrustKeeper open(List<byte[]> others) throws IOException {
        return TrustKeeper.open(file(), vector("genesis.json"), rpc, () -> others);
    }

    private static byte[] vector(String name) throws IOException {
        return Files.readAllBytes(VECTORS.resolve(name));
    }
}
