package org.assent.site.demo.story;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assent.ledger.codec.MalformedBytes;
import org.assent.receipt.Finding;
import org.assent.receipt.ReceiptVerifier;
import org.assent.receipt.Verdict;
import org.assent.receipt.chain.GenesisFile;
import org.assent.receipt.chain.NotProven;
import org.assent.receipt.chain.TrustFile;
import org.assent.receipt.chain.TrustedChain;

/** Takes the receipt that South keeps of an access and has it verified, offline and twice, with another site's chain files. */
final class ReceiptCheck {

    private static final Duration KEPT_WITHIN = Duration.ofSeconds(30);
    private static final Duration VERIFIED_WITHIN = Duration.ofSeconds(30);
    private static final String JSON = "application/json";

    private final Stage stage;
    private final Checked checked;

    ReceiptCheck(Stage stage, Checked checked) {
        this.stage = stage;
        this.checked = checked;
    }

    /** Of the access that South's answer names. */
    void verify(Answer access) throws StoryFailure, IOException, InterruptedException {
        String id = access.headers().getOrDefault("assent-receipt", List.of("")).getFirst();
        Visitor officer = stage.visitor(stage.south(), "privacy-officer");
        Patience.until(
                () -> officer.get("/receipts/" + id, JSON).status() == 200,
                KEPT_WITHIN,
                "South keeps North's receipt of the access");
        byte[] receipt = officer.get("/receipts/" + id, JSON)
                .expect(200, "the receipt at South")
                .body()
                .toByteArray();
        Visitor elsewhere = stage.visitor(stage.east(), "clinician");
        byte[] genesis = chainFile(elsewhere, "genesis.json");
        byte[] trust = chainFile(elsewhere, "trust.json");

        Verdict verdict = verdict(receipt, genesis, trust);
        checked.that(
                verdict.valid()
                        && verdict.permission() instanceof Finding.Holds
                        && verdict.signed() instanceof Finding.Holds,
                "a receipt of it, %d bytes that South keeps, is verified offline with East's copies of genesis and trust file"
                        .formatted(receipt.length));
        second(receipt, genesis, trust);
    }

    private static byte[] chainFile(Visitor visitor, String name)
            throws StoryFailure, IOException, InterruptedException {
        return visitor.get("/.well-known/assent/" + name, JSON)
                .expect(200, name)
                .body()
                .toByteArray();
    }

    private static Verdict verdict(byte[] receipt, byte[] genesis, byte[] trust) throws StoryFailure {
        try {
            return new ReceiptVerifier(TrustedChain.of(GenesisFile.read(genesis), TrustFile.decode(trust)))
                    .verify(receipt);
        } catch (MalformedBytes | NotProven e) {
            throw new StoryFailure("the chain's files do not hold: " + e.getMessage());
        }
    }

    /** By the verifier in the other language, if this installation has it. */
    private void second(byte[] receipt, byte[] genesis, byte[] trust)
            throws StoryFailure, IOException, InterruptedException {
        Path verifier = Path.of(System.getProperty("assent.root", "."), "verifier", "verify.mjs");
        if (!Files.isRegularFile(verifier)) {
            checked.found("the second verifier, in JavaScript, is not installed here and was not asked");
            return;
        }
        Path folder = Files.createTempDirectory("receipt");
        try {
            Path receiptFile = Files.write(folder.resolve("receipt.json"), receipt);
            Path genesisFile = Files.write(folder.resolve("genesis.json"), genesis);
            Path trustFile = Files.write(folder.resolve("trust.json"), trust);
            Process node;
            try {
                node = new ProcessBuilder(
                                "node",
                                verifier.toString(),
                                receiptFile.toString(),
                                "--genesis",
                                genesisFile.toString(),
                                "--trust",
                                trustFile.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("output").toFile())
                        .start();
            } catch (IOException e) {
                checked.found("the second verifier needs Node.js, which is not here, and was not asked");
                return;
            }
            if (!node.waitFor(VERIFIED_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                node.destroyForcibly();
                throw new StoryFailure("the verifier in JavaScript did not end");
            }
            checked.that(
                    node.exitValue() == 0,
                    "the second verifier, in JavaScript, says the same"
                            + (node.exitValue() == 0 ? "" : ": " + Files.readString(folder.resolve("output"))));
        } finally {
            try (var files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }
}
