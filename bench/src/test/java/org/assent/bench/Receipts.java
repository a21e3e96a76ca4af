package org.assent.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.assent.receipt.ReceiptVerifier;
import org.assent.receipt.chain.GenesisFile;
import org.assent.receipt.chain.TrustFile;
import org.assent.receipt.chain.TrustedChain;

/** The published receipt of a permit, as its recipient has it: its size, and what it costs to verify. */
record Receipts(int samples) implements Measure {

    private static final String BYTES = "receipt-bytes";
    private static final String WARM = "receipt-verify-warm-us";
    private static final String COLD = "receipt-verify-cold-ms";
    private static final Path VECTORS = Path.of(System.getProperty("assent.root", "."), "docs", "vectors");

    @Override
    public List<String> names() {
        return List.of(BYTES, WARM, COLD);
    }

    @Override
    public List<Figure> run() throws Exception {
        byte[] receipt = Files.readAllBytes(VECTORS.resolve("permit-recipient.json"));
        GenesisFile genesis = GenesisFile.read(Files.readAllBytes(VECTORS.resolve("genesis.json")));
        TrustFile trust = TrustFile.decode(Files.readAllBytes(VECTORS.resolve("trust.json")));
        TrustedChain chain = TrustedChain.of(genesis, trust);
        ReceiptVerifier verifier = new ReceiptVerifier(chain);
        long[] warm = new long[samples];
        for (int i = -samples; i < samples; i++) {
            long took = verify(verifier, receipt);
            if (i >= 0) {
                warm[i] = took;
            }
        }
        long[] cold = new long[samples / 10];
        for (int i = 0; i < cold.length; i++) {
            cold[i] = verify(new ReceiptVerifier(TrustedChain.of(genesis, trust)), receipt);
        }
        String conditions = "docs/vectors/permit-recipient.json, four validators, one thread, JVM warm";
        return List.of(
                new Figure(BYTES, "bytes", receipt.length, Optional.empty(), "at most 8192", conditions),
                new Figure(
                        WARM,
                        "us",
                        Quantiles.of(warm).at(0.5) / 1e3,
                        Optional.empty(),
                        "at most 50 and one signature",
                        conditions + ", header known, the signature of the source and reading the text included"),
                new Figure(
                        COLD,
                        "ms",
                        Quantiles.of(cold).at(0.5) / 1e6,
                        Optional.empty(),
                        "at most 5",
                        conditions + ", header not known"));
    }

    private static long verify(ReceiptVerifier verifier, byte[] receipt) {
        long began = System.nanoTime();
        boolean valid = verifier.verify(receipt).valid();
        long took = System.nanoTime() - began;
        if (!valid) {
            throw new IllegalStateException("the published receipt does not verify");
        }
        return took;
    }
}
