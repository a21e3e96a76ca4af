package org.assent.ledger.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HexFormat;
import java.util.Random;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.bytes.Hash;
import org.assent.testsupport.Seeds;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("L4")
class P256SignerTest {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String RFC_6979_KEY = "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721";
    private static final String ORDER = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";

    private final SignatureVerifier verifier = new BouncyCastleVerifier();

    /** RFC 6979 A.2.5, SHA-256; where the RFC's s is above n/2, n - s. */
    @ParameterizedTest
    @CsvSource({
        "sample, efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716,"
                + " 0834e36ad29a83bf2bc9385e491d6099c8fdf9d1ed67aa7ea5f51f93782857a9",
        "test, f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367,"
                + " 019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083"
    })
    void shouldGiveTheRfcsSignatureWhenKeyAndMessageAreTheRfcs(String message, String r, String s) {
        P256Signer signer = P256Signer.ofScalar(Bytes32.fromHex(RFC_6979_KEY));
        Signature signature = signer.sign(Hash.sha256(message.getBytes(StandardCharsets.US_ASCII)));
        assertThat(HexFormat.of().formatHex(signature.toByteArray())).isEqualTo(r + s);
    }

    @Test
    void shouldVerifyOnlyWhatWasSignedWhenKeysAndMessagesAreRandom() {
        Random random = Seeds.random("P256SignerTest");
        for (int i = 0; i < 50; i++) {
            P256Signer signer = P256Signer.generate(RANDOM);
            byte[] message = new byte[32];
            random.nextBytes(message);
            Bytes32 hash = Bytes32.of(message);
            Signature signature = signer.sign(hash);
            assertThat(verifier.verifies(signer.publicKey(), hash, signature)).isTrue();
            assertThat(signer.sign(hash)).isEqualTo(signature);

            byte[] flipped = signature.toByteArray();
            flipped[random.nextInt(64)] ^= (byte) (1 << random.nextInt(8));
            assertThat(verifier.verifies(signer.publicKey(), hash, Signature.of(flipped)))
                    .isFalse();
            assertThat(verifier.verifies(P256Signer.generate(RANDOM).publicKey(), hash, signature))
                    .isFalse();
        }
    }

    @Test
    @Tag("L3")
    void shouldNotThrowWhenBytesAreRandom() {
        Random random = Seeds.random("BouncyCastleVerifier");
        for (int i = 0; i < 2_000; i++) {
            byte[] key = new byte[33];
            byte[] signature = new byte[64];
            byte[] hash = new byte[32];
            random.nextBytes(key);
            random.nextBytes(signature);
            random.nextBytes(hash);
            key[0] = (byte) (2 + (key[0] & 1));
            assertThat(verifier.verifies(PublicKey.p256(key), Bytes32.of(hash), Signature.of(signature)))
                    .isFalse();
        }
    }

    @Test
    void shouldAgreeWithTheJdkWhenItVerifiesOurSignature() throws Exception {
        P256Signer signer = P256Signer.generate(RANDOM);
        byte[] message = "header.payload".getBytes(StandardCharsets.US_ASCII);
        java.security.Signature jdk = java.security.Signature.getInstance("SHA256withECDSAinP1363Format");
        jdk.initVerify(JavaEcKeys.toJava(signer.publicKey()));
        jdk.update(message);
        assertThat(jdk.verify(signer.sign(Hash.sha256(message)).toByteArray())).isTrue();
    }

    @Test
    void shouldKeepTheKeyWhenItGoesThroughPkcs8() throws Exception {
        P256Signer signer = P256Signer.generate(RANDOM);
        byte[] der = signer.toPkcs8();
        P256Signer again = P256Signer.fromPkcs8(der);
        assertThat(again.publicKey()).isEqualTo(signer.publicKey());
        assertThat(again.sign(Hash.sha256(der))).isEqualTo(signer.sign(Hash.sha256(der)));
        assertThat(KeyFactory.getInstance("EC")
                        .generatePrivate(new PKCS8EncodedKeySpec(der))
                        .getAlgorithm())
                .isEqualTo("EC");
    }

    @Test
    void shouldReadTheKeyWhenTheJdkWroteIt() throws Exception {
        KeyPair pair = pair("secp256r1");
        P256Signer signer = P256Signer.fromPkcs8(pair.getPrivate().getEncoded());
        assertThat(signer.publicKey()).isEqualTo(JavaEcKeys.fromJava((ECPublicKey) pair.getPublic()));
    }

    @Test
    void shouldRefuseWhenTheKeyIsOnAnotherCurve() throws Exception {
        KeyPair pair = pair("secp384r1");
        assertThatThrownBy(() -> P256Signer.fromPkcs8(pair.getPrivate().getEncoded()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("P-256");
        assertThatThrownBy(() -> JavaEcKeys.fromJava((ECPublicKey) pair.getPublic()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> P256Signer.fromPkcs8(new byte[] {1, 2, 3}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000000000000000000000000000000000000000000000000000",
                ORDER,
                "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
            })
    void shouldRefuseWhenThePrivateNumberIsOutOfRange(String scalar) {
        assertThatThrownBy(() -> P256Signer.ofScalar(Bytes32.fromHex(scalar)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining(scalar);
    }

    @Test
    void shouldShowNothingOfTheKeyWhenPrinted() {
        assertThat(P256Signer.ofScalar(Bytes32.fromHex(RFC_6979_KEY)).toString())
                .doesNotContainIgnoringCase(RFC_6979_KEY.substring(0, 8))
                .contains("0360fed4");
    }

    @Test
    void shouldKeepThePointWhenItGoesThroughCoordinates() {
        PublicKey key = P256Signer.generate(RANDOM).publicKey();
        assertThat(AffineCoordinates.of(key).toPublicKey()).isEqualTo(key);
        assertThat(JavaEcKeys.fromJava(JavaEcKeys.toJava(key))).isEqualTo(key);
        AffineCoordinates point = AffineCoordinates.of(key);
        assertThatThrownBy(() -> new AffineCoordinates(point.y(), point.x()).toPublicKey())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseWhenAKeyHasTheWrongForm() {
        assertThatThrownBy(() -> PublicKey.p256(new byte[33])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PublicKey.p256(new byte[65])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Signature.of(new byte[70])).isInstanceOf(IllegalArgumentException.class);
    }

    private static KeyPair pair(String curve) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair();
    }
}
