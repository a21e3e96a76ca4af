package org.assent.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.governance.Change;
import org.assent.ledger.governance.ChangeDigest;
import org.assent.ledger.state.Leaf;
import org.assent.ledger.state.LeafCodec;
import org.assent.ledger.state.LeafKey;
import org.assent.ledger.state.OpenConsents;
import org.assent.ledger.transaction.KeySignature;
import org.assent.ledger.transaction.RecordConsent;
import org.assent.ledger.transaction.SignedTransaction;
import org.assent.ledger.transaction.SigningPayload;
import org.assent.ledger.transaction.Transaction;
import org.assent.ledger.transaction.TransactionCodec;
import org.assent.ledger.tree.ReferenceTree;
import org.assent.ledger.tree.StateProof;
import org.assent.ledger.tree.StateProofVerifier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our formats against vectors that another program wrote from the definition. */
@Tag("L1")
@Tag("L7")
class FormatVectorsTest {

    private static final JsonNode JSON = FormatVectors.JSON;

    static Stream<String> kindsOfTransaction() {
        return FormatVectors.transactions().keySet().stream().sorted();
    }

    static Stream<String> kindsOfChange() {
        return FormatVectors.changes().keySet().stream().sorted();
    }

    static Stream<String> kindsOfLeaf() {
        return FormatVectors.leaves().keySet().stream().sorted();
    }

    @Test
    void shouldDeriveIdsAndCommitmentsWhenComputedFromTheDefinition() {
        assertThat(FormatVectors.ORGANIZATION.toHex())
                .isEqualTo(JSON.get("organization").asText());
        assertThat(FormatVectors.SUBJECT.toHex()).isEqualTo(JSON.get("subject").asText());
        assertThat(FormatVectors.STUDY.toHex()).isEqualTo(JSON.get("study").asText());
        assertThat(FormatVectors.MANIFEST_ROOT.toHex())
                .isEqualTo(JSON.get("manifestRoot").asText());
        assertThat(FormatVectors.STUDY_OPENING.commitment().toHex())
                .isEqualTo(JSON.get("studyCommitment").asText());
        assertThat(FormatVectors.TERMS_OPENING.commitment().toHex())
                .isEqualTo(JSON.get("termsCommitment").asText());
    }

    @Test
    void shouldCoverTheHeldStatementWhenAConsentIsRecorded() {
        RecordConsent recording = (RecordConsent) transaction("RecordConsent");
        assertThat(SigningPayload.held(FormatVectors.CHAIN, recording).toHex())
                .isEqualTo(JSON.get("held").asText());
    }

    @ParameterizedTest
    @MethodSource("kindsOfTransaction")
    @Tag("L12")
    void shouldGiveTheVectorsBytesWhenATransactionIsEncoded(String kind) throws Exception {
        Bytes body = TransactionCodec.encodeBody(transaction(kind));
        assertThat(body).isEqualTo(FormatVectors.hex(JSON.get("bodies").get(kind)));
        assertThat(TransactionCodec.decodeBody(body)).isEqualTo(transaction(kind));
        assertThat(SigningPayload.transaction(FormatVectors.CHAIN, body).toHex())
                .isEqualTo(JSON.get("transactionIds").get(kind).asText());
    }

    @Test
    void shouldGiveTheVectorsBytesWhenAnEnvelopeIsEncoded() throws Exception {
        SignedTransaction signed = new SignedTransaction(
                TransactionCodec.encodeBody(transaction("CloseConsent")),
                List.of(
                        new KeySignature(FormatVectors.key(4), FormatVectors.SIGNATURE),
                        new KeySignature(FormatVectors.key(3), FormatVectors.SIGNATURE)));
        byte[] envelope = TransactionCodec.encode(signed);
        assertThat(Bytes.of(envelope)).isEqualTo(FormatVectors.hex("closeConsentEnvelope"));
        assertThat(TransactionCodec.decode(envelope)).isEqualTo(signed);
    }

    @ParameterizedTest
    @MethodSource("kindsOfLeaf")
    @Tag("L12")
    void shouldGiveTheVectorsBytesWhenALeafIsEncoded(String kind) throws Exception {
        Bytes bytes = LeafCodec.encode(leaf(kind));
        assertThat(bytes)
                .isEqualTo(FormatVectors.hex(JSON.get("leaves").get(kind).get("value")));
        assertThat(LeafCodec.decode(key(kind).kind(), bytes)).isEqualTo(leaf(kind));
    }

    @ParameterizedTest
    @MethodSource("kindsOfChange")
    void shouldGiveTheVectorsDigestWhenAChangeIsApproved(String kind) {
        Change change = Objects.requireNonNull(FormatVectors.changes().get(kind));
        assertThat(ChangeDigest.of(change).toHex())
                .isEqualTo(JSON.get("changeDigests").get(kind).asText());
    }

    @Test
    void shouldKnowEachKindOfLeafWhenVectorsAreComplete() {
        assertThat(kindsOfLeaf().map(FormatVectorsTest::key).map(LeafKey::kind))
                .containsExactlyInAnyOrder(LeafKey.Kind.values());
        assertThat(FormatVectors.changes().values().stream().map(Object::getClass))
                .containsExactlyInAnyOrder(Change.class.getPermittedSubclasses());
        assertThat(FormatVectors.transactions().values().stream().map(Object::getClass))
                .containsExactlyInAnyOrder(Transaction.class.getPermittedSubclasses());
    }

    @Test
    @Tag("L6")
    void shouldGiveTheVectorsAnnexWhenConsentsAreEncoded() throws Exception {
        Bytes annex = OpenConsents.encode(FormatVectors.CONSENTS);
        assertThat(annex).isEqualTo(FormatVectors.hex("annex"));
        assertThat(OpenConsents.root(FormatVectors.CONSENTS).toHex())
                .isEqualTo(JSON.get("annexRoot").asText());
        assertThat(OpenConsents.decode(annex)).containsExactlyInAnyOrderElementsOf(FormatVectors.CONSENTS);
    }

    @Test
    @Tag("L6")
    void shouldGiveTheVectorsRootAndPathsWhenTheStateIsHashed() throws Exception {
        Map<LeafKey, Bytes> state = new HashMap<>();
        kindsOfLeaf().forEach(kind -> state.put(key(kind), LeafCodec.encode(leaf(kind))));
        ReferenceTree tree = new ReferenceTree(state);
        Bytes32 appHash = Bytes32.fromHex(JSON.get("appHash").asText());

        assertThat(tree.root()).isEqualTo(appHash);
        for (String kind : kindsOfLeaf().toList()) {
            StateProof proof =
                    StateProof.decode(FormatVectors.hex(JSON.get("proofs").get(kind)));
            assertThat(tree.prove(key(kind))).isEqualTo(proof);
            assertThat(StateProofVerifier.provesPresence(appHash, key(kind), LeafCodec.encode(leaf(kind)), proof))
                    .isTrue();
        }
        LeafKey absent = LeafKey.of(FormatVectors.hex("absentKey").toByteArray());
        StateProof absence = StateProof.decode(FormatVectors.hex("absenceProof"));
        assertThat(tree.prove(absent)).isEqualTo(absence);
        assertThat(StateProofVerifier.provesAbsence(appHash, absent, absence)).isTrue();
    }

    private static LeafKey key(String kind) {
        return LeafKey.of(
                FormatVectors.hex(JSON.get("leaves").get(kind).get("key")).toByteArray());
    }

    private static Leaf leaf(String kind) {
        return Objects.requireNonNull(FormatVectors.leaves().get(kind));
    }

    private static Transaction transaction(String kind) {
        return Objects.requireNonNull(FormatVectors.transactions().get(kind));
    }
}
