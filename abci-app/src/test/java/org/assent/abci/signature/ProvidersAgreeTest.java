package org.assent.abci.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.signature.P256Signer;
import org.assent.ledger.signature.PublicKey;
import org.assent.ledger.signature.Signature;
import org.assent.ledger.signature.SignatureVerifier;
import org.assent.testsupport.Seeds;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two implementations on one chain must never differ: a node that said yes where the others say no would be off the chain. */
@Tag("L1")
@Tag("L4")
class ProvidersAgreeTest {

    private static final Path VECTORS =
            Path.of("..", "ledger", "src", "test", "resources", "vectors", "p256-signatures.json");
    private static final int SIGNATURES = 2_000;

    private final Random random = Seeds.random("ProvidersAgreeTest");
    private final SignatureVerifier plain = SignatureProvider.BOUNCY_CASTLE.verifier();
    private Optional<SignatureVerifier> other = Optional.empty();

    @BeforeEach
    void findNativeLibrary() {
        other = CorrettoVerifier.ifThere();
        assumeTrue(other.isPresent(), "Amazon's Corretto provider has no library for this machine");
    }

    @Test
    void shouldAnswerAsTheSharedVectorsSayWhenKeysAndSignaturesAreAtTheEdges() throws IOException {
        JsonNode vectors = new ObjectMapper().readTree(VECTORS.toFile()).get("vectors");
        assertThat(vectors).hasSizeGreaterThanOrEqualTo(34);
        for (JsonNode vector : vectors) {
            assertThat(other.orElseThrow()
                            .verifies(
                                    PublicKey.p256(hex(vector.get("key"))),
                                    Bytes32.of(hex(vector.get("hash"))),
                                    Signature.of(hex(vector.get("signature")))))
                    .as(vector.get("name").asText())
                    .isEqualTo(vector.get("valid").asBoolean());
        }
    }

    @Test
    void shouldAnswerAlikeWhenKeyHashOrSignatureIsChanged() {
        int valid = 0;
        for (int i = 0; i < SIGNATURES; i++) {
            P256Signer signer = P256Signer.ofScalar(bytes());
            Bytes32 hash = bytes();
            byte[] key = signer.publicKey().toByteArray();
            byte[] signature = signer.sign(hash).toByteArray();
            int changed = random.nextInt(4);
            switch (changed) {
                case 0 -> key[1 + random.nextInt(32)] ^= (byte) (1 << random.nextInt(8));
                case 1 -> hash = bytes();
                case 2 -> signature[random.nextInt(64)] ^= (byte) (1 << random.nextInt(8));
                default -> valid++;
            }
            PublicKey asked = PublicKey.p256(key);
            boolean answer = plain.verifies(asked, hash, Signature.of(signature));

            assertThat(answer).isEqualTo(changed == 3);
            assertThat(other.orElseThrow().verifies(asked, hash, Signature.of(signature)))
                    .as("signature %d, change %d", i, changed)
                    .isEqualTo(answer);
        }
        assertThat(valid).isPositive();
    }

    private static byte[] hex(JsonNode text) {
        return HexFormat.of().parseHex(text.asText());
    }

    private Bytes32 bytes() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return Bytes32.of(bytes);
    }
}
