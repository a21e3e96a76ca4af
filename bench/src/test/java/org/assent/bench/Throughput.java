package org.assent.bench;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assent.abci.signature.SignatureProvider;
import org.assent.ledger.signature.SignatureVerifier;
import org.assent.ledger.transaction.SignedTransaction;
import org.assent.ledger.transaction.TransactionCodec;

/**
 * Signed consents and registered studies a second on one validator, against CometBFT's kvstore under the same loader.
 *
 * @param consents each of another patient's next sequence, so that no block waits for the one before
 * @param batches of a thousand studies
 */
record Throughput(int consents, int batches) implements Measure {

    private static final String CONSENTS = "signed-consent-tps";
    private static final String CONSENTS_BY_BOUNCY_CASTLE = "signed-consent-tps-bouncy-castle";
    private static final String STUDIES = "studies-registered-per-s";
    private static final int MEMBERS = 20;
    private static final int STUDIES_IN_BATCH = 1_000;

    /** A subject gives that many consents, one after the other, a whole round of all others between them; one more round to warm. */
    private static final int ROUNDS = 2;

    @Override
    public List<String> names() {
        return List.of(CONSENTS, STUDIES);
    }

    @Override
    public List<Figure> run() throws Exception {
        double peer = kvstore();
        List<Figure> figures = new ArrayList<>();
        String used = SignatureProvider.CORRETTO.isThere()
                ? "Amazon's Corretto provider (the default here)"
                : "Bouncy Castle (the default here, where Amazon's Corretto provider does not load)";
        try (Loaded loaded = Loaded.start(SignatureProvider.BOUNCY_CASTLE.verifier(), patients())) {
            figures.add(consents(CONSENTS_BY_BOUNCY_CASTLE, "none, to compare", "Bouncy Castle", loaded, peer));
        }
        try (Loaded loaded = Loaded.start(SignatureProvider.CORRETTO.verifier(), patients())) {
            figures.add(consents(CONSENTS, "ratio at least 0.2, 0.3 with the fastest", used, loaded, peer));
            figures.add(studies(loaded, peer));
        }
        return figures;
    }

    private int patients() {
        return Math.max(1, consents / ROUNDS / MEMBERS);
    }

    private Figure consents(String name, String bound, String provider, Loaded loaded, double peer) throws Exception {
        System.err.println("signing " + consents + " consents beforehand");
        int subjects = MEMBERS * patients();
        Making making = i ->
                loaded.members().get(i % MEMBERS).consent(i % subjects / MEMBERS, 1 + i / subjects, Network.soon());
        loaded.load().committedPerSecond(signed(0, subjects, making));
        double ours = loaded.load().committedPerSecond(signed(subjects, consents, making));
        return new Figure(
                name,
                "transactions/s",
                ours,
                Optional.of(peer),
                bound,
                "one validator, %s, %d consents of %d subjects with two signatures each; peer: kvstore, %d key=value of 250 bytes"
                        .formatted(provider, consents, subjects, consents));
    }

    private Figure studies(Loaded loaded, double peer) throws Exception {
        System.err.println("signing " + batches + " batches of studies beforehand");
        double ours = STUDIES_IN_BATCH
                * loaded.load().committedPerSecond(signed(0, batches, i -> loaded.members()
                        .get(i % MEMBERS)
                        .studies(i / MEMBERS * STUDIES_IN_BATCH, STUDIES_IN_BATCH, Network.soon())));
        return new Figure(
                STUDIES,
                "studies/s",
                ours,
                Optional.of(peer),
                "ratio at least 1, twice as many as the stretch",
                "batches of 1,000; peer: kvstore's transactions/s");
    }

    /** One validator whose members and subjects are there; making them has warmed it. */
    private record Loaded(Scratch scratch, Network network, List<Member> members, Load load) implements AutoCloseable {

        static Loaded start(SignatureVerifier verifier, int patients) throws Exception {
            Scratch scratch = Scratch.create();
            Network network = Network.start(scratch.folder(), 1, verifier);
            List<Member> members = IntStream.range(0, MEMBERS)
                    .mapToObj(i -> new Member("member-" + i))
                    .toList();
            for (Member member : members) {
                network.mustBeFinal(member.register(Network.soon()));
            }
            Load load = new Load(network.rpcPort(0));
            System.err.println("enrolling " + patients * MEMBERS + " subjects");
            load.committedPerSecond(
                    signed(0, patients * MEMBERS, i -> members.get(i % MEMBERS).enroll(i / MEMBERS, Network.soon())));
            return new Loaded(scratch, network, members, load);
        }

        @Override
        public void close() {
            network.close();
            scratch.close();
        }
    }

    private double kvstore() throws Exception {
        System.err.println("the peer: kvstore");
        try (Scratch scratch = Scratch.create();
                KvStore store = KvStore.start(scratch.folder())) {
            Load load = new Load(store.rpcPort());
            load.committedPerSecond(pairs(consents / ROUNDS, "warm"));
            return load.committedPerSecond(pairs(consents, "load"));
        }
    }

    private static List<byte[]> pairs(int count, String prefix) {
        return IntStream.range(0, count)
                .mapToObj(i -> (prefix + i + "="
                                + "v"
                                        .repeat(240
                                                - prefix.length()
                                                - Integer.toString(i).length()))
                        .getBytes(StandardCharsets.US_ASCII))
                .toList();
    }

    private interface Making {
        SignedTransaction make(int number);
    }

    private static List<byte[]> signed(int first, int count, Making making) {
        return IntStream.range(first, first + count)
                .parallel()
                .mapToObj(i -> TransactionCodec.encode(making.make(i)))
                .toList();
    }
}
