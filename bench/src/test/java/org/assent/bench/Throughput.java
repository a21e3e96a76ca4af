package org.assent.bench;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assent.ledger.transaction.SignedTransaction;
import org.assent.ledger.transaction.TransactionCodec;

/** Signed consents and registered studies a second on one validator, against CometBFT's kvstore under the same loader. */
record Throughput(int consents, int batches) implements Measure {

    private static final String CONSENTS = "signed-consent-tps";
    private static final String STUDIES = "studies-registered-per-s";
    private static final int MEMBERS = 20;
    private static final int PATIENTS = 50;
    private static final int STUDIES_IN_BATCH = 1_000;

    @Override
    public List<String> names() {
        return List.of(CONSENTS, STUDIES);
    }

    @Override
    public List<Figure> run() throws Exception {
        double peer = kvstore();
        try (Scratch scratch = Scratch.create();
                Network network = Network.start(scratch.folder(), 1)) {
            List<Member> members = IntStream.range(0, MEMBERS)
                    .mapToObj(i -> new Member("member-" + i))
                    .toList();
            List<byte[]> preparing = new ArrayList<>();
            for (Member member : members) {
                network.mustBeFinal(member.register(Network.soon()));
                for (int patient = 0; patient < PATIENTS; patient++) {
                    preparing.add(TransactionCodec.encode(member.enroll(patient, Network.soon())));
                }
            }
            Load load = new Load(network.rpcPort(0));
            load.committedPerSecond(preparing);
            System.err.println("signing " + consents + " consents beforehand");
            double ours = load.committedPerSecond(signed(consents, i -> members.get(i % MEMBERS)
                    .consent(i / MEMBERS % PATIENTS, 1 + i / (MEMBERS * PATIENTS), Network.soon())));
            System.err.println("signing " + batches + " batches of studies beforehand");
            double registered = STUDIES_IN_BATCH
                    * load.committedPerSecond(signed(batches, i -> members.get(i % MEMBERS)
                            .studies(i / MEMBERS * STUDIES_IN_BATCH, STUDIES_IN_BATCH, Network.soon())));
            String conditions = "one validator, Bouncy Castle, " + consents
                    + " consents with two signatures each; peer: kvstore, " + consents + " key=value of 250 bytes";
            return List.of(
                    new Figure(CONSENTS, "transactions/s", ours, Optional.of(peer), "ratio at least 0.2", conditions),
                    new Figure(
                            STUDIES,
                            "studies/s",
                            registered,
                            Optional.of(peer),
                            "ratio at least 1, twice as many as the stretch",
                            "batches of 1,000; peer: kvstore's transactions/s"));
        }
    }

    private double kvstore() throws Exception {
        System.err.println("the peer: kvstore");
        try (Scratch scratch = Scratch.create();
                KvStore store = KvStore.start(scratch.folder())) {
            Load load = new Load(store.rpcPort());
            load.committedPerSecond(pairs(2_000, "warm"));
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

    private static List<byte[]> signed(int count, Making making) {
        return IntStream.range(0, count)
                .parallel()
                .mapToObj(i -> TransactionCodec.encode(making.make(i)))
                .toList();
    }
}
