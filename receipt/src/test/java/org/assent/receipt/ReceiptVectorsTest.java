package org.assent.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assent.receipt.chain.GenesisFile;
import org.assent.receipt.chain.NotProven;
import org.assent.receipt.chain.TrustFile;
import org.assent.receipt.chain.TrustedChain;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The published vectors are what this program makes and judges. */
@Tag("L7")
class ReceiptVectorsTest {

    private static final Path FOLDER =
            Path.of(System.getProperty("assent.root", "..")).resolve("docs/vectors");

    /** After a change of formats, {@code -Dassent.vectors=write} writes them instead; look at what became of expected.json. */
    @Test
    void shouldMakeThePublishedBytesWhenVectorsAreMadeAgain() throws IOException {
        if (System.getProperty("assent.vectors", "").equals("write")) {
            ReceiptVectors.main(new String[] {FOLDER.toString()});
        }
        Map<String, String> published = new TreeMap<>();
        try (Stream<Path> files = Files.walk(FOLDER)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                published.put(FOLDER.relativize(file).toString(), Files.readString(file, StandardCharsets.UTF_8));
            }
        }
        Map<String, String> made = new TreeMap<>();
        ReceiptVectors.all().forEach((name, bytes) -> made.put(name, new String(bytes, StandardCharsets.UTF_8)));
        assertThat(published.keySet()).isEqualTo(made.keySet());
        made.forEach((name, text) -> assertThat(published.get(name))
                .as(name + ": made again by ReceiptVectors")
                .isEqualTo(text));
    }

    @Test
    void shouldJudgeEachVectorAsExpectedWhenItIsRead() throws Exception {
        TrustedChain chain = TrustedChain.of(genesis(), TrustFile.decode(bytes("trust.json")));
        ReceiptVerifier verifier = new ReceiptVerifier(chain);
        JsonNode expected = new ObjectMapper().readTree(bytes("expected.json"));
        assertThat(expected.size()).isGreaterThan(40);
        expected.properties().forEach(entry -> {
            Verdict verdict = verifier.verify(bytes(entry.getKey()));
            assertThat(ReceiptVectors.word(verdict.permission()))
                    .as(entry.getKey())
                    .isEqualTo(entry.getValue().path("permission").asText());
            assertThat(ReceiptVectors.word(verdict.signed()))
                    .as(entry.getKey())
                    .isEqualTo(entry.getValue().path("signed").asText());
            assertThat(ReceiptVectors.word(verdict.recomputed()))
                    .as(entry.getKey())
                    .isEqualTo(entry.getValue().path("recomputed").asText());
            // the expectation itself was written by this program, so hold it against what the folder says
            assertThat(verdict.valid())
                    .as(entry.getKey())
                    .isEqualTo(!entry.getKey().startsWith("invalid/"));
        });
    }

    @Test
    void shouldRefuseWhenTrustIsFalse() throws Exception {
        try (Stream<Path> files = Files.list(FOLDER.resolve("invalid-trust"))) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(4);
            for (Path file : all) {
                TrustFile trust = TrustFile.decode(Files.readAllBytes(file));
                assertThatThrownBy(() -> TrustedChain.of(genesis(), trust))
                        .as(file.toString())
                        .isInstanceOf(NotProven.class);
            }
        }
    }

    @Test
    void shouldSayInPlainWordsWhatHoldsWhenTheCommandIsRun() {
        Run run = run("permit.json", "permit-recipient.json", "refusal.json", "listing.json");
        assertThat(run.code).isZero();
        assertThat(run.out)
                .contains("permit.json: VALID")
                .contains("holds      The permission was in force.")
                .contains("\"Hospital north\" signed that it decided: permit")
                .contains("not shown  The decision follows from all consents.")
                .contains("What stays trust:");
    }

    @Test
    void shouldSayThatItProvesLittleWhenTheLedgerDoesNotHaveTheStudy() {
        String little = "The refusal as not-registered proves little: the source chooses the salt";
        assertThat(run("refusal-not-registered.json").out)
                .contains("refusal-not-registered.json: VALID")
                .contains(little);
        assertThat(run("refusal-withdrawn.json", "refusal.json", "permit.json").out)
                .doesNotContain(little);
    }

    @Test
    void shouldNameTheStepThatFailedWhenOneOfSeveralIsNotValid() {
        Run run = run("permit.json", "invalid/one-bad-vote.json");
        assertThat(run.code).isEqualTo(1);
        assertThat(run.out)
                .contains("permit.json: VALID")
                .contains("one-bad-vote.json: NOT VALID")
                .contains("Failed at \"checking the votes of the validators\"");
    }

    @Test
    void shouldExitWith2WhenUsedWrongly() {
        assertThat(verify().code).isEqualTo(2);
        assertThat(verify("receipt.json").code).isEqualTo(2);
        assertThat(verify("--genesis").code).isEqualTo(2);
        assertThat(verify("--nonsense").err).contains("--nonsense");
        assertThat(run("missing.json").code).isEqualTo(2);
        assertThat(run("missing.json").err).contains("cannot read");
        assertThat(verify("--help").code).isZero();
        assertThat(verify("--help").out).contains("--genesis FILE");
    }

    @Test
    void shouldExitWith1WhenTrustIsFalse() {
        Run run = verify(
                path("permit.json"),
                "--genesis",
                path("genesis.json"),
                "--trust",
                path("invalid-trust/signed-by-the-new.json"));
        assertThat(run.code).isEqualTo(1);
        assertThat(run.out)
                .contains("NOT VALID, so no receipt can be believed", "finding the validators in trust.json");
    }

    private record Run(int code, String out, String err) {}

    private static Run run(String... receipts) {
        List<String> arguments = new ArrayList<>();
        for (String receipt : receipts) {
            arguments.add(path(receipt));
        }
        arguments.addAll(List.of("--genesis", path("genesis.json"), "--trust", path("trust.json")));
        return verify(arguments.toArray(String[]::new));
    }

    private static Run verify(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Verify.run(
                List.of(arguments),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Run(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static GenesisFile genesis() throws Exception {
        return GenesisFile.read(bytes("genesis.json"));
    }

    private static String path(String name) {
        return FOLDER.resolve(name).toString();
    }

    private static byte[] bytes(String name) {
        try {
            return Files.readAllBytes(FOLDER.resolve(name));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
