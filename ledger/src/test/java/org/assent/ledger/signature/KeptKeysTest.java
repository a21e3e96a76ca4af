package org.assent.ledger.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.assent.ledger.bytes.Bytes32;
import org.assent.testsupport.Seeds;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is kept of keys changes no answer. */
@Tag("L1")
class KeptKeysTest {

    private final SignatureVerifier one = new BouncyCastleVerifier();
    private final Random random = Seeds.random("KeptKeysTest");

    @Test
    void shouldAnswerTheSameWhenAKeyIsAskedOftenOrWasForgotten() {
        P256Signer often = P256Signer.ofScalar(bytes());
        Bytes32 hash = bytes();
        Signature signature = often.sign(hash);
        for (int i = 0; i < 20; i++) {
            assertThat(one.verifies(often.publicKey(), hash, signature)).isTrue();
            assertThat(one.verifies(often.publicKey(), bytes(), signature)).isFalse();
        }
        KeptKeys<PublicKey> kept = new KeptKeys<>(P256::encode);
        for (int i = 0; i < 5_000; i++) { // more than are kept
            PublicKey key = PublicKey.p256(often.publicKey().toByteArray());
            assertThat(kept.of(key)).isEqualTo(key);
            kept.of(PublicKey.p256(random(i)));
        }
    }

    private byte[] random(int number) {
        byte[] point = new byte[33];
        random.nextBytes(point);
        point[0] = (byte) (2 + number % 2);
        return point;
    }

    private Bytes32 bytes() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return Bytes32.of(bytes);
    }
}
