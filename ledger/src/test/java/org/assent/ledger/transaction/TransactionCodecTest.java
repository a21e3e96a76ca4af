package org.assent.ledger.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assent.ledger.FormatVectors;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.codec.MalformedBytes;
import org.assent.ledger.codec.ProtobufMutations;
import org.assent.ledger.codec.WireFields;
import org.assent.ledger.identity.StudyRef;
import org.assent.ledger.signature.BouncyCastleVerifier;
import org.assent.ledger.signature.P256Signer;
import org.assent.ledger.wire.WireTransactions;
import org.assent.testsupport.Seeds;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("L3")
class TransactionCodecTest {

    static Stream<Arguments> nonCanonicalBodies() {
        return FormatVectors.transactions().entrySet().stream()
                .flatMap(
                        entry -> ProtobufMutations.nonCanonicalFormsOf(TransactionCodec.encodeBody(entry.getValue())
                                        .toByteArray())
                                .entrySet()
                                .stream()
                                .map(form -> Arguments.of(entry.getKey() + ": " + form.getKey(), form.getValue())));
    }

    static Stream<Arguments> nonCanonicalEnvelopes() {
        return ProtobufMutations.nonCanonicalFormsOf(envelope()).entrySet().stream()
                .map(form -> Arguments.of(form.getKey(), form.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("nonCanonicalBodies")
    void shouldRefuseTheBodyWhenItsFormIsNotCanonical(String name, byte[] form) {
        assertThatThrownBy(() -> TransactionCodec.decodeBody(Bytes.of(form)))
                .as(name)
                .isInstanceOf(MalformedBytes.class);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("nonCanonicalEnvelopes")
    void shouldRefuseTheEnvelopeWhenItsFormIsNotCanonical(String name, byte[] form) {
        assertThatThrownBy(() -> TransactionCodec.decode(form)).as(name).isInstanceOf(MalformedBytes.class);
    }

    @Test
    void shouldGiveAValueOrARefusalWhenBytesAreMutated() {
        Random random = Seeds.random("TransactionCodecTest.mutated");
        List<byte[]> bodies = FormatVectors.transactions().values().stream()
                .map(transaction -> TransactionCodec.encodeBody(transaction).toByteArray())
                .toList();
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = ProtobufMutations.mutate(bodies.get(random.nextInt(bodies.size())), random);
            try {
                Transaction transaction = TransactionCodec.decodeBody(Bytes.of(bytes));
                assertThat(TransactionCodec.encodeBody(transaction)).isEqualTo(Bytes.of(bytes));
            } catch (MalformedBytes e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(5_000);
    }

    @Test
    void shouldRefuseWhenBytesAreRandom() {
        Random random = Seeds.random("TransactionCodecTest.random");
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            assertThatThrownBy(() -> TransactionCodec.decode(bytes)).isInstanceOf(MalformedBytes.class);
            assertThatThrownBy(() -> TransactionCodec.decodeBody(Bytes.of(bytes)))
                    .isInstanceOf(MalformedBytes.class);
        }
    }

    @Test
    @Tag("L9")
    void shouldRefuseWhenAnEnvelopeIsTooLong() {
        byte[] tooLong = new byte[SignedTransaction.MAX_LENGTH + 1];
        assertThatThrownBy(() -> TransactionCodec.decode(tooLong))
                .isInstanceOf(MalformedBytes.class)
                .hasMessageContaining("131072");
        SignedTransaction fullBody = new SignedTransaction(
                Bytes.of(new byte[SignedTransaction.MAX_LENGTH]),
                List.of(new KeySignature(FormatVectors.key(0), FormatVectors.SIGNATURE)));
        assertThatThrownBy(() -> TransactionCodec.encode(fullBody)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Tag("L9")
    void shouldTakeAThousandStudiesAndRefuseOneMore() throws Exception {
        RegisterStudies full = studies(RegisterStudies.MAX_STUDIES);
        assertThat(TransactionCodec.decodeBody(TransactionCodec.encodeBody(full)))
                .isEqualTo(full);
        assertThatThrownBy(() -> studies(RegisterStudies.MAX_STUDIES + 1)).isInstanceOf(IllegalArgumentException.class);

        WireTransactions.Body body = WireTransactions.Body.parseFrom(
                TransactionCodec.encodeBody(full).toByteArray());
        WireTransactions.Body.Builder more = body.toBuilder();
        more.getRegisterStudiesBuilder()
                .addStudies(body.getRegisterStudies().getStudies(999).toBuilder()
                        .setStudy(ByteString.copyFrom(
                                Bytes32.fromHex("ff".repeat(32)).toByteArray())));
        assertThatThrownBy(
                        () -> TransactionCodec.decodeBody(Bytes.of(more.build().toByteArray())))
                .isInstanceOf(MalformedBytes.class)
                .hasMessageContaining("1 to 1000");
    }

    @Test
    void shouldRefuseWhenStudiesAreNotSortedOrRepeated() throws Exception {
        WireTransactions.Body body = WireTransactions.Body.parseFrom(
                TransactionCodec.encodeBody(studies(3)).toByteArray());
        List<WireTransactions.StudyRecord> records =
                new ArrayList<>(body.getRegisterStudies().getStudiesList());
        Collections.reverse(records);
        assertRefused(with(body, records), "canonical");
        assertRefused(with(body, List.of(records.get(0), records.get(0))), "repeat");
        assertRefused(with(body, List.of()), "1 to 1000");
    }

    @Test
    void shouldRefuseWhenAFieldIsOutOfItsLimits() throws Exception {
        Transaction recording =
                Objects.requireNonNull(FormatVectors.transactions().get("RecordConsent"));
        WireTransactions.Body record = WireTransactions.Body.parseFrom(
                TransactionCodec.encodeBody(recording).toByteArray());
        assertRefused(edit(record, 0, -1), "time");
        assertRefused(edit(record, -5, 1), "sequence");
        assertRefused(edit(record, 1, 253_402_300_800L), "time");
        assertRefused(
                WireTransactions.Body.newBuilder()
                        .setVersion(WireFields.VERSION)
                        .build(),
                "known transaction");
    }

    @Test
    void shouldCarrySignaturesOfEachSignerWhenATransactionIsSigned() throws Exception {
        // Given
        P256Signer organization = P256Signer.generate(new SecureRandom());
        P256Signer subject = P256Signer.generate(new SecureRandom());
        TransactionSigner chain = new TransactionSigner("chain-1");
        // When
        SignedTransaction signed = chain.sign(studies(2), organization, subject);
        // Then
        assertThat(TransactionCodec.decode(TransactionCodec.encode(signed))).isEqualTo(signed);
        assertThat(signed.signatures())
                .hasSize(2)
                .isSortedAccordingTo(Comparator.comparing(KeySignature::key))
                .allMatch(signature -> new BouncyCastleVerifier()
                        .verifies(signature.key(), signed.id("chain-1").value(), signature.signature()))
                .noneMatch(signature -> new BouncyCastleVerifier()
                        .verifies(signature.key(), signed.id("chain-2").value(), signature.signature()));
        assertThatThrownBy(() -> chain.sign(studies(2), organization, organization))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> chain.sign(studies(2))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Tag("L4")
    void shouldVouchForOneRevisionOfOneConsentWhenTheSourceSigns() {
        P256Signer source = P256Signer.generate(new SecureRandom());
        KeySignature held = new TransactionSigner("chain-1")
                .vouch(
                        source,
                        FormatVectors.SUBJECT,
                        FormatVectors.CONSENT,
                        7,
                        FormatVectors.TERMS_OPENING.commitment());
        RecordConsent recording = new RecordConsent(
                FormatVectors.SUBJECT,
                FormatVectors.CONSENT,
                7,
                FormatVectors.TERMS_OPENING.commitment(),
                held,
                FormatVectors.EXPIRES);
        RecordConsent next = new RecordConsent(
                FormatVectors.SUBJECT,
                FormatVectors.CONSENT,
                8,
                FormatVectors.TERMS_OPENING.commitment(),
                held,
                FormatVectors.EXPIRES);
        assertThat(vouches("chain-1", recording)).isTrue();
        assertThat(vouches("chain-2", recording)).isFalse();
        assertThat(vouches("chain-1", next)).isFalse();
    }

    private static boolean vouches(String chain, RecordConsent recording) {
        KeySignature held = recording.held();
        return new BouncyCastleVerifier().verifies(held.key(), SigningPayload.held(chain, recording), held.signature());
    }

    private static byte[] envelope() {
        return TransactionCodec.encode(new SignedTransaction(
                TransactionCodec.encodeBody(studies(1)),
                List.of(new KeySignature(FormatVectors.key(0), FormatVectors.SIGNATURE))));
    }

    private static RegisterStudies studies(int count) {
        return new RegisterStudies(
                FormatVectors.ORGANIZATION,
                IntStream.range(0, count)
                        .mapToObj(i -> new StudyRecord(
                                new StudyRef(FormatVectors.sha("study " + i)),
                                FormatVectors.sha("" + i),
                                i + 1L,
                                false))
                        .toList(),
                FormatVectors.EXPIRES);
    }

    private static WireTransactions.Body with(WireTransactions.Body body, List<WireTransactions.StudyRecord> records) {
        return body.toBuilder()
                .setRegisterStudies(
                        body.getRegisterStudies().toBuilder().clearStudies().addAllStudies(records))
                .build();
    }

    private static WireTransactions.Body edit(WireTransactions.Body body, long sequence, long expires) {
        WireTransactions.Body.Builder edited = body.toBuilder();
        if (sequence != 0) {
            edited.getRecordConsentBuilder().setSequence(sequence);
        }
        edited.getRecordConsentBuilder().setExpires(expires);
        return edited.build();
    }

    private static void assertRefused(WireTransactions.Body body, String reason) {
        assertThatThrownBy(() -> TransactionCodec.decodeBody(Bytes.of(body.toByteArray())))
                .isInstanceOf(MalformedBytes.class)
                .hasMessageContaining(reason);
    }
}
