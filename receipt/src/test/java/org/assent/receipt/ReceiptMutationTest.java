package org.assent.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.assent.testsupport.Seeds;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Nothing in a receipt can be changed: not one bit of its text, and not more. */
@Tag("L7")
class ReceiptMutationTest {

    private static final String HEAD = "2.25.101";

    private final Ward ward = new Ward(new SyntheticChain(4), 6)
            .consent(Consented.to("south", HEAD))
            .consent(Consented.to("west", HEAD));
    private final ReceiptVerifier verifier = ward.verifier();

    @Test
    void shouldRefuseEveryBitWhenItIsFlippedInTheRecipientsView() {
        refusesEveryBit(ReceiptBuilder.recipient(ward.decide(Ward.treatment("south", HEAD))));
    }

    @Test
    void shouldRefuseEveryBitWhenItIsFlippedInThePatientsView() {
        refusesEveryBit(ward.decide(Ward.treatment("south", HEAD)));
    }

    private void refusesEveryBit(Receipt receipt) {
        byte[] text = ReceiptCodec.encode(receipt).toByteArray();
        assertThat(verifier.verify(text).valid()).isTrue();
        Map<Step, Integer> failed = new EnumMap<>(Step.class);
        for (int bit = 0; bit < 8 * text.length; bit++) {
            byte[] changed = text.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            Verdict verdict = verifier.verify(changed);
            if (verdict.valid()) {
                fail(
                        "bit %s of %s was changed and not noticed",
                        bit, new String(text, java.nio.charset.StandardCharsets.UTF_8));
            }
            verdict.findings()
                    .filter(Finding.Fails.class::isInstance)
                    .map(Finding.Fails.class::cast)
                    .findFirst()
                    .ifPresent(fails -> failed.merge(fails.step(), 1, Integer::sum));
        }
        // the changes got past the form and were found by what they change
        assertThat(failed)
                .containsKeys(
                        Step.FORM,
                        Step.CHAIN,
                        Step.TRUST,
                        Step.HEADER,
                        Step.COMMIT,
                        Step.SOURCE,
                        Step.SIGNATURE,
                        Step.REQUEST,
                        Step.SUBJECT,
                        Step.STUDY,
                        Step.CONSENTS);
        System.out.println(receipt + ", " + text.length + " bytes, each bit flipped: " + failed);
    }

    @Test
    void shouldGiveAVerdictWhenBytesAreCutJoinedOrRandom() {
        byte[] text =
                ReceiptCodec.encode(ward.decide(Ward.treatment("south", HEAD))).toByteArray();
        Random random = Seeds.random("ReceiptMutationTest.bytes");
        for (int i = 0; i < 2_000; i++) {
            byte[] changed = text.clone();
            int from = random.nextInt(text.length);
            int length = random.nextInt(1 + Math.min(80, text.length - from));
            switch (random.nextInt(4)) {
                case 0 -> System.arraycopy(text, random.nextInt(text.length - length), changed, from, length);
                case 1 -> changed = Arrays.copyOf(text, from);
                case 2 -> {
                    changed = new byte[text.length - length];
                    System.arraycopy(text, 0, changed, 0, from);
                    System.arraycopy(text, from + length, changed, from, text.length - from - length);
                }
                default -> {
                    for (int j = 0; j < length; j++) {
                        changed[from + j] = (byte) random.nextInt();
                    }
                }
            }
            assertThat(verifier.verify(changed).valid()).isEqualTo(Arrays.equals(text, changed));
        }
    }

    @Test
    void shouldRefuseTheFormWhenTextIsNotCanonical() {
        String text = new String(
                ReceiptCodec.encode(ward.decide(Ward.treatment("south", HEAD))).toByteArray(),
                java.nio.charset.StandardCharsets.UTF_8);
        for (String other : new String[] {
            text + "\n",
            text.replaceFirst(":", ": "),
            text.replaceFirst("\"view\"", "\"vi\\u0065w\""),
            text.replaceFirst("\\{\"commit\"", "{\"also\":1,\"commit\""),
            text.replaceFirst(",\"view\":\"patient\"", ",\"view\":\"patient\",\"view\":\"patient\""),
            text.replaceFirst("\"round\":0", "\"round\":0.0"),
            text.replaceFirst("\"round\":0", "\"round\":00"),
            "\ufeff" + text,
            "[]",
            "",
            "{\"a\":".repeat(5_000),
            " ".repeat(Receipt.MAX_LENGTH + 1)
        }) {
            assertThat(other).isNotEqualTo(text);
            ReceiptTest.failsAt(
                    verifier.verify(other.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                            .signed(),
                    Step.FORM);
        }
    }
}
