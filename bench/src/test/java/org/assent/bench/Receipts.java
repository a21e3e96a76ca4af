package org.assent.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.assent.ledger.signature.BouncyCastleVerifier;
import org.assent.receipt.Receipt;
import org.assent.receipt.ReceiptCodec;
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
        Receipt decoded = ReceiptCodec.decode(receipt);
        double warm = p50(() -> verifier.verify(decoded).valid());
        double reading = p50(() -> ReceiptCodec.decode(receipt).equals(decoded));
        BouncyCastleVerifier signatures = new BouncyCastleVerifier();
        double signature =
                p50(() -> signatures.verifies(decoded.key(), decoded.statement().digest(), decoded.signature()));
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
                        warm,
                        Optional.empty(),
                        "at most 50 and one signature",
                        conditions
                                + ", header known, with the source's signature, which takes %.0f us alone; reading the text takes %.0f us more"
                                        .formatted(signature, reading)),
                new Figure(
                        COLD,
                        "ms",
                        Quantiles.of(cold).at(0.5) / 1e6,
                        Optional.empty(),
                        "at most 5",
                        conditions + ", header not known"));
    }

    /** Microseconds, after as many runs to warm the JVM. */
    private double p50(Callable<Boolean> check) throws Exception {
        long[] nanos = new long[samples];
        for (int i = -samples; i < samples; i++) {
            long began = System.nanoTime();
            boolean holds = check.call();
            long took = System.nanoTime() - began;
            if (!holds) {
                throw new IllegalStateException("the published receipt does not verify");
            }
            if (i >= 0) {
                nanos[i] = took;
            }
        }
        return Quantiles.of(nanos).at(0.5) / 1e3;
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
