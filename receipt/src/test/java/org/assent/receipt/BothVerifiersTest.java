package org.assent.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.assent.receipt.chain.GenesisFile;
import org.assent.receipt.chain.TrustFile;
import org.assent.receipt.chain.TrustedChain;
import org.assent.testsupport.Seeds;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * This verifier against the one in JavaScript, which somebody wrote from the document alone: they must judge alike, down to the step
 * that failed.
 */
@Tag("L7")
@Timeout(600)
class BothVerifiersTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path ROOT = Path.of(System.getProperty("assent.root", ".."));
    private static final Path VERIFIER =
            ROOT.resolve("verifier").toAbsolutePath().normalize();
    private static final Path VECTORS = ROOT.resolve("docs").resolve("vectors");

    @TempDir
    private Path folder;

    /** What a verifier says of a receipt. */
    private record Judgement(boolean valid, Optional<String> step) {}

    @Test
    void shouldPassItsOwnTests() throws Exception {
        Path output = folder.resolve("own-tests");
        List<String> command = new ArrayList<>(List.of("node", "--test"));
        try (Stream<Path> tests = Files.list(VERIFIER.resolve("test"))) {
            tests.map(Path::toString).sorted().forEach(command::add);
        }
        int exit = run(output, Optional.empty(), command);
        assertThat(exit).as(Files.readString(output)).isZero();
    }

    @Test
    void shouldJudge10000MutantsAlike() throws Exception {
        long seed = Seeds.seed("BothVerifiersTest.mutants") & 0x7fff_ffff;
        Path lines = folder.resolve("mutants.jsonl");
        int exit = run(
                lines,
                Optional.empty(),
                List.of("node", VERIFIER.resolve("testing/mutants.mjs").toString(), Long.toString(seed), "10000"));
        assertThat(exit).isZero();
        judgeAlike(lines, VECTORS.resolve("genesis.json"), VECTORS.resolve("trust.json"), 10_000, seed);
    }

    @Test
    void shouldJudge500StoriesAlike() throws Exception {
        long seed = Seeds.seed("BothVerifiersTest.stories") & 0x7fff_ffff;
        Path stories = Files.createDirectory(folder.resolve("stories"));
        int exit = run(
                folder.resolve("log"),
                Optional.empty(),
                List.of(
                        "node",
                        VERIFIER.resolve("testing/stories.mjs").toString(),
                        stories.toString(),
                        Long.toString(seed),
                        "500"));
        assertThat(exit).as(Files.readString(folder.resolve("log"))).isZero();
        judgeAlike(
                stories.resolve("receipts.jsonl"),
                stories.resolve("genesis.json"),
                stories.resolve("trust.json"),
                500,
                seed);
    }

    private void judgeAlike(Path lines, Path genesis, Path trust, int count, long seed) throws Exception {
        Path output = folder.resolve("judgements");
        int exit = run(
                output,
                Optional.of(lines),
                List.of(
                        "node",
                        VERIFIER.resolve("judge.mjs").toString(),
                        "--genesis",
                        genesis.toAbsolutePath().toString(),
                        "--trust",
                        trust.toAbsolutePath().toString()));
        assertThat(exit).isZero();
        ReceiptVerifier verifier = new ReceiptVerifier(TrustedChain.of(
                GenesisFile.read(Files.readAllBytes(genesis)), TrustFile.decode(Files.readAllBytes(trust))));
        List<String> receipts = Files.readAllLines(lines);
        List<String> theirs = Files.readAllLines(output);
        assertThat(receipts).hasSize(count);
        assertThat(theirs).hasSize(count);
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] text = text(JSON.readTree(receipts.get(i)));
            Judgement ours = judgement(verifier.verify(text));
            Judgement other = judgement(JSON.readTree(theirs.get(i)));
            if (!ours.equals(other)) {
                differences.add("line " + (i + 1) + ": ours " + ours + ", theirs " + other + "\n"
                        + verifier.verify(text) + "\n" + new String(text, StandardCharsets.UTF_8));
            }
        }
        assertThat(differences.stream().limit(3))
                .as("seed %d, %d differ", seed, differences.size())
                .isEmpty();
    }

    private static byte[] text(JsonNode line) {
        return line.has("base64")
                ? Base64.getDecoder().decode(line.get("base64").asText())
                : line.get("receipt").asText().getBytes(StandardCharsets.UTF_8);
    }

    private static Judgement judgement(Verdict verdict) {
        return new Judgement(
                verdict.valid(),
                verdict.findings()
                        .filter(Finding.Fails.class::isInstance)
                        .map(finding -> ((Finding.Fails) finding).step())
                        .min(Step::compareTo)
                        .map(step -> step.name().toLowerCase(Locale.ROOT)));
    }

    private static Judgement judgement(JsonNode theirs) {
        return new Judgement(
                theirs.get("valid").asBoolean(),
                Optional.ofNullable(theirs.get("step").textValue()));
    }

    private static int run(Path output, Optional<Path> input, List<String> command)
            throws IOException, InterruptedException {
        ProcessBuilder process = new ProcessBuilder(command)
                .directory(VERIFIER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        input.ifPresent(file -> process.redirectInput(file.toFile()));
        return process.start().waitFor();
    }
}
