package org.assent.receipt.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HexFormat;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.codec.MalformedBytes;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What docs/receipt-format.md says of the edges of signatures and chain files; verifier/test/parts.test.mjs asks the same. */
@Tag("L7")
class ChainEdgesTest {

    private static final Path FOLDER =
            Path.of(System.getProperty("assent.root", "..")).resolve("docs/vectors");
    private static final HexFormat HEX = HexFormat.of();

    @Test
    void shouldTakeOnlySignaturesThatEveryCheckTakesWhenTheyAreOnTheEdge() throws Exception {
        JsonNode cases = new ObjectMapper().readTree(bytes("edges/ed25519.json"));

        assertThat(cases.size()).isGreaterThanOrEqualTo(20);
        for (JsonNode one : cases) {
            assertThat(Votes.isSigned(hex(one, "key"), hex(one, "signature"), hex(one, "message")))
                    .as(one.path("what").asText())
                    .isEqualTo(one.path("valid").asBoolean());
        }
    }

    @Test
    void shouldHaveCasesThatTheLibraryAloneTakesWhenPointsHaveAPartOfSmallOrder() throws Exception {
        int taken = 0;
        for (JsonNode one : new ObjectMapper().readTree(bytes("edges/ed25519.json"))) {
            taken += one.path("what").asText().contains("has a part of order") && byTheLibrary(one) ? 1 : 0;
        }

        assertThat(taken)
                .as("else the edges do not tell the rule from its absence")
                .isPositive();
    }

    @Test
    void shouldReadAGenesisFileOfAtMostOneMebibyte() throws Exception {
        String genesis = new String(bytes("genesis.json"), StandardCharsets.UTF_8);

        GenesisFile.read(padded(genesis, GenesisFile.MAX_LENGTH));
        assertThat(GenesisFile.MAX_LENGTH).isEqualTo(1_048_576);
        refused(new String(padded(genesis, GenesisFile.MAX_LENGTH + 1), StandardCharsets.UTF_8));
        refused(genesis.replace("\"10\"", "\"010\""));
        refused(genesis.replace("\"10\"", "10"));
        refused(genesis.replace("\"initial_height\": \"1\"", "\"initial_height\": 1"));
        refused(genesis.replace("=\"}", "\"}"));
        refused(genesis.replace("assent-vectors", "assent vectors"));
    }

    @Test
    void shouldReadATrustFileOfAtMost64MebibytesAnd10000Changes() throws Exception {
        TrustFile trust = TrustFile.decode(bytes("trust.json"));
        ValidatorChange change = trust.changes().getFirst();
        Bytes most = new TrustFile(trust.chainId(), Collections.nCopies(10_000, change)).encode();

        assertThat(TrustFile.MAX_LENGTH).isEqualTo(67_108_864);
        assertThatThrownBy(() -> TrustFile.decode(new byte[TrustFile.MAX_LENGTH + 1]))
                .isInstanceOf(MalformedBytes.class)
                .hasMessageContaining("bytes");
        assertThat(TrustFile.decode(most.toByteArray()).changes()).hasSize(10_000);
        String one = new String(trust.encode().toByteArray(), StandardCharsets.UTF_8);
        String entry = one.substring(one.indexOf('[') + 1, one.lastIndexOf("],\"version\""));
        String oneMore = new String(most.toByteArray(), StandardCharsets.UTF_8)
                .replace("],\"version\":1}", "," + entry + "],\"version\":1}");
        assertThatThrownBy(() -> TrustFile.decode(oneMore.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(MalformedBytes.class)
                .hasMessageContaining("10000");
    }

    private static boolean byTheLibrary(JsonNode one) {
        byte[] message = hex(one, "message");
        Ed25519Signer signer = new Ed25519Signer();
        signer.init(false, new Ed25519PublicKeyParameters(hex(one, "key")));
        signer.update(message, 0, message.length);
        return signer.verifySignature(hex(one, "signature"));
    }

    private static void refused(String genesis) {
        assertThatThrownBy(() -> GenesisFile.read(genesis.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(MalformedBytes.class);
    }

    private static byte[] padded(String text, int length) {
        return (text + " ".repeat(length - text.length())).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] hex(JsonNode one, String field) {
        return HEX.parseHex(one.path(field).asText());
    }

    private static byte[] bytes(String name) throws IOException {
        return Files.readAllBytes(FOLDER.resolve(name));
    }
}
