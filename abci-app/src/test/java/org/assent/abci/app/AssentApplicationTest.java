package org.assent.abci.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assent.abci.testing.Hospital;
import org.assent.abci.testing.TestChain;
import org.assent.abci.tree.KeptHeights;
import org.assent.abci.tree.MemoryNodeStore;
import org.assent.abci.wire.Request;
import org.assent.abci.wire.RequestCheckTx;
import org.assent.abci.wire.RequestCommit;
import org.assent.abci.wire.RequestListSnapshots;
import org.assent.abci.wire.RequestQuery;
import org.assent.abci.wire.RequestVerifyVoteExtension;
import org.assent.abci.wire.ResponseCheckTx;
import org.assent.abci.wire.ResponseQuery;
import org.assent.abci.wire.ResponseVerifyVoteExtension.VerifyStatus;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.codec.MalformedBytes;
import org.assent.ledger.signature.BouncyCastleVerifier;
import org.assent.ledger.signature.P256Signer;
import org.assent.ledger.signature.SignatureVerifier;
import org.assent.ledger.state.LeafCodec;
import org.assent.ledger.state.LeafKey;
import org.assent.ledger.state.OpenConsents;
import org.assent.ledger.transaction.CloseConsent;
import org.assent.ledger.transaction.RejectCode;
import org.assent.ledger.transaction.SignedTransaction;
import org.assent.ledger.transaction.TransactionCodec;
import org.assent.ledger.tree.StateProof;
import org.assent.ledger.tree.StateProofVerifier;
import org.assent.testsupport.FixedClock;
import org.assent.testsupport.Seeds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class AssentApplicationTest {

    private final MemoryNodeStore store = new MemoryNodeStore(new KeptHeights(50));
    private final TestChain chain = new TestChain(store).begin();
    private final Hospital north = new Hospital("north");

    @AfterEach
    void close() {
        chain.close();
    }

    @Test
    void shouldRefuseAGenesisOfAnotherChain() {
        GenesisState state = new GenesisState(
                Hospital.ACCREDITORS.stream().map(P256Signer::publicKey).toList(), 2, Duration.ofSeconds(30));
        assertThatIllegalStateException()
                .isThrownBy(() -> chain.call(TestChain.initChain("another-chain", state)))
                .withMessageContaining("serves chain assent-test");
    }

    @Test
    void shouldRefuseAGenesisWhenTheStateHasBegun() {
        chain.block();
        assertThatIllegalStateException().isThrownBy(chain::begin).withMessageContaining("its state is at height 1");
    }

    @Test
    void shouldRefuseAStoreOfAnotherChain() {
        chain.block();
        assertThatIllegalStateException()
                .isThrownBy(() -> new AssentApplication(
                        "another-chain", store, new BouncyCastleVerifier(), FixedClock.at(TestChain.GENESIS)))
                .withMessageContaining("belongs to chain assent-test");
    }

    @Test
    void shouldReadTheGenesisItWritesAndNothingElse() {
        GenesisState state = new GenesisState(
                Hospital.ACCREDITORS.stream().map(P256Signer::publicKey).toList(), 2, Duration.ofSeconds(30));
        String json = state.toJson().toString();
        assertThat(GenesisState.parse(bytes(json))).isEqualTo(state);
        for (String bad : List.of(
                "",
                "[]",
                "{}",
                json.replace("\"threshold\":2", "\"threshold\":4"),
                json.replace("\"threshold\":2", "\"threshold\":\"2\""),
                json.replace("{", "{\"more\":1,"),
                json.replace("accreditors", "acreditors"))) {
            assertThatIllegalArgumentException().as(bad).isThrownBy(() -> GenesisState.parse(bytes(bad)));
        }
    }

    @Test
    void shouldRefuseABlockOutOfOrderAndACommitWithoutABlock() {
        Request commit = Request.newBuilder()
                .setCommit(RequestCommit.getDefaultInstance())
                .build();
        assertThatIllegalStateException()
                .isThrownBy(() -> chain.call(commit))
                .withMessageContaining("no finalized block");
    }

    @Test
    @Tag("L3")
    void shouldGiveOneResultForEachTransactionWhateverItsBytes() {
        Random random = Seeds.random("AssentApplicationTest");
        ByteString good = TestChain.bytes(north.register(chain.soon()));
        for (int round = 0; round < 20; round++) {
            List<ByteString> block =
                    IntStream.range(0, 40).mapToObj(i -> mutated(random, good)).toList();
            assertThat(chain.blockOf(chain.nextTime(), block)).hasSize(40);
            block.forEach(transaction -> assertThat(chain.check(transaction).getCode())
                    .as("CheckTx takes no garbage")
                    .isNotZero());
        }
        assertThat(chain.blockOf(chain.nextTime(), List.of(good))).containsExactly(0);
    }

    @Test
    void shouldAdmitWhatTheRulesAcceptAndRefuseWhatTheyRefuse() {
        assertThat(chain.check(north.enroll("alice", chain.soon())).getCode())
                .isEqualTo(RejectCode.UNKNOWN_SOURCE.number());
        assertThat(chain.check(north.register(chain.soon())).getCode()).isZero();
        SignedTransaction registration = north.register(chain.soon());
        chain.block(registration);

        ResponseCheckTx again = chain.check(registration);

        assertThat(again.getCode()).isEqualTo(CheckTxAnswer.ALREADY_APPLIED);
        assertThat(again.getCodespace()).isEqualTo(CheckTxAnswer.DOOR);
    }

    @Test
    void shouldVerifyNothingAgainWhenAChecksComingWasForeseen() {
        // Given an application that counts what it verifies
        chain.block();
        AtomicInteger verified = new AtomicInteger();
        SignatureVerifier bouncyCastle = new BouncyCastleVerifier();
        SignatureVerifier counting = (key, message, signature) -> {
            verified.incrementAndGet();
            return bouncyCastle.verifies(key, message, signature);
        };
        List<Request> coming = Stream.of(north.register(chain.soon()), new Hospital("south").register(chain.soon()))
                .map(signed -> Request.newBuilder()
                        .setCheckTx(
                                RequestCheckTx.newBuilder().setTx(ByteString.copyFrom(TransactionCodec.encode(signed))))
                        .build())
                .toList();
        try (AssentApplication application =
                new AssentApplication(Hospital.CHAIN, store, counting, FixedClock.at(TestChain.GENESIS))) {

            // When it is told of two transactions before it is asked
            application.foresee(coming);
            int before = verified.get();

            // Then it answers from what it knows
            for (Request request : coming) {
                assertThat(application.handle(request).getCheckTx().getCode()).isZero();
            }
            assertThat(verified).hasValue(before).hasPositiveValue();
        }
    }

    @Test
    @Tag("L8")
    void shouldProposeAnAdmittedRestrictionUntilItTookEffectEvenIfItIsNotOffered() {
        openConsent();
        SignedTransaction close = north.close("alice", "c1");
        assertThat(chain.check(close).getCode()).isZero();

        assertThat(chain.prepare(1 << 20, List.of())).containsExactly(TestChain.bytes(close));
        chain.block();
        assertThat(chain.prepare(1 << 20, List.of())).as("a block without it").containsExactly(TestChain.bytes(close));
        chain.info();
        assertThat(chain.prepare(1 << 20, List.of()))
                .as("the node came back with an empty mempool")
                .containsExactly(TestChain.bytes(close));
        chain.block(close);
        assertThat(chain.prepare(1 << 20, List.of())).isEmpty();
    }

    @Test
    @Tag("L8")
    void shouldForgetARestrictionWhoseEffectIsThereByAnother() {
        openConsent();
        SignedTransaction close = north.close("alice", "c1");
        SignedTransaction same = north.sign(
                new CloseConsent(north.subject("alice"), north.consent("c1"), CloseConsent.ClosedAs.ENTERED_IN_ERROR),
                north.patientKey("alice"));
        assertThat(chain.check(close).getCode()).isZero();
        chain.block(same);

        assertThat(chain.prepare(1 << 20, List.of())).isEmpty();
    }

    @Test
    @Tag("L8")
    @Tag("L9")
    void shouldBeBusyToAllButRestrictionsWhenTheMempoolIsFourFifthsFull() {
        openConsent();
        String[] studies = new String[1_000];
        for (int i = 0; i < studies.length; i++) {
            studies[i] = "study " + i;
        }
        int admitted = 0;
        while (true) {
            ResponseCheckTx answer =
                    chain.check(north.registerStudies(1, chain.soon().plusSeconds(admitted), studies));
            if (answer.getCode() != 0) {
                assertThat(answer.getCodespace()).isEqualTo(CheckTxAnswer.DOOR);
                assertThat(answer.getCode()).isEqualTo(CheckTxAnswer.BUSY);
                break;
            }
            admitted++;
        }
        assertThat(admitted).as("6.4 MB of envelopes of some 110 kB").isBetween(40, 100);
        assertThat(chain.check(north.close("alice", "c1")).getCode()).isZero();
        chain.info(); // the node starts again, its mempool is empty
        assertThat(chain.check(north.registerStudies(1, chain.soon(), studies)).getCode())
                .isZero();
    }

    @Test
    void shouldAnswerBusyWhenTheQuotaOfTheSourceIsSpent() {
        chain.block(north.register(chain.soon()));
        String[] studies = new String[1_000];
        for (int i = 0; i < studies.length; i++) {
            studies[i] = "study " + i;
        }
        SignedTransaction[] fifty =
                new SignedTransaction[50]; // 50,000 studies are 1,000 units, of which 5 are reserved
        for (int i = 0; i < fifty.length; i++) {
            fifty[i] = north.registerStudies(i + 1, chain.soon(), i == 49 ? Arrays.copyOf(studies, 750) : studies);
        }
        assertThat(chain.block(fifty)).containsOnly(0);

        ResponseCheckTx answer = chain.check(north.enroll("alice", chain.soon()));

        assertThat(answer.getCodespace()).isEqualTo(CheckTxAnswer.DOOR);
        assertThat(answer.getCode()).isEqualTo(CheckTxAnswer.BUSY);
        assertThat(chain.block(north.enroll("alice", chain.soon())))
                .as("a second later there is quota again")
                .containsExactly(0);
    }

    @Test
    @Tag("L6")
    @Tag("L7")
    void shouldProveALeafAndItsAbsenceInTheStateBeforeTheNewestBlock() throws MalformedBytes {
        openConsent();
        Bytes32 proven = chain.application().appHash();
        chain.block(north.enroll("bob", chain.soon()));

        ResponseQuery present = query(StateQueries.LEAF, LeafKey.of(north.subject("alice")), true);
        ResponseQuery annex = query(StateQueries.ANNEX, LeafKey.of(north.subject("alice")), false);
        ResponseQuery absent = query(StateQueries.LEAF, LeafKey.of(north.subject("carol")), true);

        Bytes value = Bytes.of(present.getValue().toByteArray());
        assertThat(present.getHeight()).isEqualTo(chain.application().height() - 1);
        assertThat(StateProofVerifier.provesPresence(proven, LeafKey.of(north.subject("alice")), value, proof(present)))
                .isTrue();
        assertThat(StateProofVerifier.provesAbsence(proven, LeafKey.of(north.subject("carol")), proof(absent)))
                .isTrue();
        assertThat(LeafCodec.subject(value).consentsRoot())
                .isEqualTo(OpenConsents.root(
                        OpenConsents.decode(Bytes.of(annex.getValue().toByteArray()))));
    }

    @Test
    void shouldRefuseQueriesThatAskForNothingKnown() {
        chain.block();
        assertThat(query("/nothing", LeafKey.governance(), false).getCode()).isEqualTo(1);
        assertThat(chain.call(query(StateQueries.LEAF, ByteString.copyFromUtf8("no key"), 0, false))
                        .getQuery()
                        .getCode())
                .isEqualTo(2);
        assertThat(chain.call(query(StateQueries.LEAF, bytes(LeafKey.governance()), 999, true))
                        .getQuery()
                        .getCode())
                .isEqualTo(3);
    }

    @Test
    void shouldOfferNoSnapshotsAndNoVoteExtensionsInThisVersion() {
        assertThat(chain.call(Request.newBuilder()
                                .setListSnapshots(RequestListSnapshots.getDefaultInstance())
                                .build())
                        .getListSnapshots()
                        .getSnapshotsList())
                .isEmpty();
        assertThat(chain.call(Request.newBuilder()
                                .setVerifyVoteExtension(RequestVerifyVoteExtension.newBuilder()
                                        .setVoteExtension(ByteString.copyFromUtf8("x")))
                                .build())
                        .getVerifyVoteExtension()
                        .getStatus())
                .isEqualTo(VerifyStatus.REJECT);
    }

    private void openConsent() {
        chain.block(north.register(chain.soon()));
        chain.block(north.enroll("alice", chain.soon()));
        assertThat(chain.block(north.record("alice", "c1", 1, chain.soon()))).containsExactly(0);
    }

    private static ByteString mutated(Random random, ByteString good) {
        byte[] bytes = good.toByteArray();
        switch (random.nextInt(4)) {
            case 0 -> {
                bytes = new byte[random.nextInt(400)];
                random.nextBytes(bytes);
            }
            case 1 -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            case 2 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            default -> bytes = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(9));
        }
        return ByteString.copyFrom(bytes);
    }

    private ResponseQuery query(String path, LeafKey key, boolean prove) {
        return chain.call(query(path, bytes(key), 0, prove)).getQuery();
    }

    private static Request query(String path, ByteString data, long height, boolean prove) {
        return Request.newBuilder()
                .setQuery(RequestQuery.newBuilder()
                        .setPath(path)
                        .setData(data)
                        .setHeight(height)
                        .setProve(prove))
                .build();
    }

    private static StateProof proof(ResponseQuery answer) throws MalformedBytes {
        return StateProof.decode(
                Bytes.of(answer.getProofOps().getOps(0).getData().toByteArray()));
    }

    private static ByteString bytes(LeafKey key) {
        return ByteString.copyFrom(key.toByteArray());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
