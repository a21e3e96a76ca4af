package org.assent.ledger.signature;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.assent.ledger.FormatVectors;
import org.assent.ledger.bytes.Bytes32;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The verifier against edge cases that were computed without it. */
@Tag("L1")
@Tag("L4")
class SignatureVectorsTest {

    static Stream<Arguments> vectors() {
        JsonNode vectors = FormatVectors.read("/vectors/p256-signatures.json").get("vectors");
        return StreamSupport.stream(vectors.spliterator(), false)
                .map(vector -> Arguments.of(vector.get("name").asText(), vector));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void shouldAnswerAsTheVectorSaysWhenItIsVerified(String name, JsonNode vector) {
        PublicKey key = PublicKey.p256(HexFormat.of().parseHex(vector.get("key").asText()));
        Bytes32 hash = Bytes32.fromHex(vector.get("hash").asText());
        Signature signature =
                Signature.of(HexFormat.of().parseHex(vector.get("signature").asText()));

        assertThat(new BouncyCastleVerifier().verifies(key, hash, signature))
                .as(name)
                .isEqualTo(vector.get("valid").asBoolean());
    }

    @Test
    void shouldCoverBothAnswersWhenVectorsAreRead() {
        assertThat(vectors()).hasSizeGreaterThanOrEqualTo(34);
        assertThat(vectors()
                        .filter(vector ->
                                ((JsonNode) vector.get()[1]).get("valid").asBoolean()))
                .hasSizeBetween(10, 20);
    }
}
