package org.assent.abci.rules;

import static org.assent.abci.rules.RulesFixture.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.assent.abci.testing.Hospital;
import org.assent.ledger.signature.BouncyCastleVerifier;
import org.assent.ledger.signature.SignatureVerifier;
import org.assent.ledger.transaction.TransactionCodec;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("L1")
class TransactionCheckTest {

    private static final SignatureVerifier BOUNCY_CASTLE = new BouncyCastleVerifier();

    private final Hospital north = new Hospital("north");
    private final byte[] consent = TransactionCodec.encode(north.record("alice", "paper", 1, SOON));
    private final AtomicInteger verified = new AtomicInteger();
    private final SignatureVerifier counting = (key, message, signature) -> {
        verified.incrementAndGet();
        return BOUNCY_CASTLE.verifies(key, message, signature);
    };

    @Test
    void shouldAnswerTheSameWithoutVerifyingWhenItRemembers() {
        TransactionCheck check = new TransactionCheck(Hospital.CHAIN, counting, 1_000_000);
        CheckedTransaction first = check.check(consent).orElseThrow();
        int before = verified.get();

        CheckedTransaction again = check.check(consent.clone()).orElseThrow();

        assertThat(again).isEqualTo(first);
        assertThat(check.transaction(consent)).contains(first.transaction());
        assertThat(verified).hasValue(before).hasValue(2);
    }

    @Test
    void shouldVerifyAgainWhenItMayRememberNothing() {
        TransactionCheck check = new TransactionCheck(Hospital.CHAIN, counting);
        CheckedTransaction first = check.check(consent).orElseThrow();

        assertThat(check.check(consent)).contains(first);
        assertThat(verified).hasValue(4);
    }

    @Test
    void shouldNotTakeChangedBytesForThoseItRemembers() {
        TransactionCheck check = new TransactionCheck(Hospital.CHAIN, counting, 1_000_000);
        check.check(consent);

        for (int bit = 0; bit < consent.length * 8; bit++) {
            byte[] changed = consent.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(check.check(changed).filter(checked -> checked.authentic() && checked.held()))
                    .as("bit %d", bit)
                    .isEmpty();
        }
    }

    @Test
    void shouldVerifyAgainWhenASignatureWasWrong() {
        TransactionCheck check = new TransactionCheck(
                Hospital.CHAIN,
                (key, message, signature) -> {
                    verified.incrementAndGet();
                    return false;
                },
                1_000_000);
        assertThat(check.check(consent).orElseThrow().authentic()).isFalse();
        int before = verified.get();

        assertThat(check.check(consent).orElseThrow().authentic()).isFalse();
        assertThat(verified).hasValue(2 * before);
    }

    @Test
    @Tag("L3")
    void shouldRefuseMalformedBytesEachTime() {
        TransactionCheck check = new TransactionCheck(Hospital.CHAIN, counting, 1_000_000);
        byte[] cut = Arrays.copyOf(consent, consent.length - 1);

        assertThat(check.check(cut)).isEmpty();
        assertThat(check.check(cut)).isEmpty();
        assertThat(check.transaction(cut)).isEmpty();
        assertThat(verified).hasValue(0);
    }
}
