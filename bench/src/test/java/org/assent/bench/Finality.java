package org.assent.bench;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assent.ledger.client.LedgerClient;
import org.assent.ledger.client.Submission;

/** From submitting a consent until it is final at the site that submitted it, one after the other. */
record Finality(int validators, int samples, String name, String bound) implements Measure {

    /** A site runs for months: what its JVM has not compiled yet is not what is asked. */
    private static final int WARM_UP = 300;

    @Override
    public List<String> names() {
        return List.of(name);
    }

    @Override
    public List<Figure> run() throws Exception {
        try (Scratch scratch = Scratch.create();
                Network network = Network.start(scratch.folder(), validators)) {
            Member member = new Member("member");
            network.mustBeFinal(member.register(Network.soon()));
            network.mustBeFinal(member.enroll(0, Network.soon()));
            LedgerClient client = network.site(0).client();
            long[] micros = new long[samples];
            for (int i = -WARM_UP; i < samples; i++) {
                var transaction = member.consent(0, i + WARM_UP + 1L, Network.soon());
                long began = System.nanoTime();
                Submission submission = client.submit(transaction, Duration.ofSeconds(30));
                long took = System.nanoTime() - began;
                if (!(submission instanceof Submission.Final)) {
                    throw new IllegalStateException("not final: " + submission);
                }
                if (i >= 0) {
                    micros[i] = took / 1_000;
                }
            }
            Quantiles quantiles = Quantiles.of(micros);
            return List.of(new Figure(
                    name,
                    "ms",
                    quantiles.at(0.5) / 1e3,
                    Optional.empty(),
                    bound,
                    validators + " validators on this machine, " + samples + " consents one after the other after "
                            + WARM_UP + " to warm it, p95 " + quantiles.at(0.95) / 1_000 + " ms"));
        }
    }
}
