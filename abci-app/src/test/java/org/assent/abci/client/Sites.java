package org.assent.abci.client;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.assent.abci.server.AbciApplication;
import org.assent.abci.testing.Hospital;
import org.assent.ledger.client.Submission;
import org.assent.ledger.transaction.SignedTransaction;

/** The running sites of a network on this machine, and what tests of faults ask of them. */
final class Sites implements AutoCloseable {

    /** Long enough for a machine that does much else. */
    private static final int PATIENCE_SECONDS = 180;

    private static final Duration WAIT = Duration.ofSeconds(20);

    private final LocalChain chain;
    private final Map<Integer, LocalLedger> running = new TreeMap<>();

    Sites(LocalChain chain) {
        this.chain = chain;
    }

    void start(int site) throws IOException {
        running.put(site, chain.start(site));
    }

    void start(int site, UnaryOperator<AbciApplication> served) throws IOException {
        running.put(site, chain.start(site, served));
    }

    void stop(int site) {
        LocalLedger ledger = running.remove(site);
        if (ledger != null) {
            ledger.close();
        }
    }

    boolean runs(int site) {
        return running.containsKey(site);
    }

    LocalLedger at(int site) {
        LocalLedger ledger = running.get(site);
        if (ledger == null) {
            throw new IllegalStateException("site " + site + " does not run");
        }
        return ledger;
    }

    long height(int site) {
        return at(site).client().health().height();
    }

    boolean stale(int site) {
        return at(site).client().health().stale();
    }

    /** The highest block that any of them has. */
    long highest() {
        return running.keySet().stream().mapToLong(this::height).max().orElseThrow();
    }

    /** Until all that run are connected with each other, have what any of them had, and are not behind. */
    void awaitWhole() {
        long begun = highest();
        await().atMost(PATIENCE_SECONDS, SECONDS).until(() -> running.keySet().stream()
                .allMatch(site -> height(site) >= Math.max(1, begun)
                        && !stale(site)
                        && at(site).health().peers() >= running.size() - 1));
    }

    /** Submits again and again until it is final, as a client does; gives its height. */
    long mustBeFinal(int site, SignedTransaction transaction) {
        AtomicReference<Submission> last = new AtomicReference<>();
        await().atMost(PATIENCE_SECONDS, SECONDS).until(() -> {
            Submission answer = at(site).client().submit(transaction, WAIT);
            last.set(answer);
            assertThat(answer).isNotInstanceOf(Submission.Rejected.class);
            return answer instanceof Submission.Final;
        });
        return ((Submission.Final) last.get()).height();
    }

    /** Waits at every running site for what was submitted at some; gives its height, the same at all. */
    long awaitFinalEverywhere(SignedTransaction transaction) throws InterruptedException {
        List<Long> heights = new ArrayList<>();
        for (LocalLedger ledger : running.values()) {
            Submission answer =
                    ledger.client().await(transaction.id(Hospital.CHAIN), Duration.ofSeconds(PATIENCE_SECONDS));
            assertThat(answer).isInstanceOf(Submission.Final.class);
            heights.add(((Submission.Final) answer).height());
        }
        assertThat(Set.copyOf(heights)).hasSize(1);
        return heights.getFirst();
    }

    /** Every running site has the same app hash in the header of a height that all of them have. */
    void assertEqualAppHashes() throws Exception {
        long height = highest();
        await().atMost(PATIENCE_SECONDS, SECONDS)
                .until(() -> running.keySet().stream().allMatch(site -> height(site) >= height + 1));
        Set<String> hashes = new HashSet<>();
        for (LocalLedger ledger : running.values()) {
            hashes.add(header(ledger, height + 1).path("app_hash").asText());
        }
        assertThat(hashes).as("app hashes after block %d", height).hasSize(1);
    }

    private static JsonNode header(LocalLedger ledger, long height) {
        AtomicReference<JsonNode> found = new AtomicReference<>();
        await().atMost(PATIENCE_SECONDS, SECONDS).ignoreExceptions().until(() -> {
            found.set(ledger.rpc().header(height));
            return found.get().has("app_hash");
        });
        return found.get();
    }

    /**
     * A restriction that some sites had when {@code since} was their newest height was proposed as soon as one of them could (L8).
     *
     * <p>The block after {@code since} may have been proposed before. After it none of these sites leaves the restriction out, and the
     * other sites come before them at most once each; a round without a decision gives another site its turn and so counts as one.
     *
     * @return the addresses of the proposers that left it out
     */
    List<String> assertPrompt(long since, long included, Set<Integer> holders, int others) throws Exception {
        Set<String> having = new HashSet<>();
        for (int holder : holders) {
            having.add(chain.validator(holder));
        }
        LocalLedger ledger = at(holders.iterator().next());
        List<String> passedOver = new ArrayList<>();
        int undecidedRounds = 0;
        for (long height = since + 2; height <= included; height++) {
            if (height < included) {
                passedOver.add(header(ledger, height).path("proposer_address").asText());
            }
            undecidedRounds += round(ledger, height);
        }
        assertThat(passedOver).as("who has a restriction proposes it").doesNotContainAnyElementsOf(having);
        assertThat(passedOver.size())
                .as("proposals of others between heights %d and %d", since, included)
                .isLessThanOrEqualTo(others + undecidedRounds);
        return passedOver;
    }

    private static int round(LocalLedger ledger, long height) throws Exception {
        return ledger.rpc()
                .commit(height)
                .path("signed_header")
                .path("commit")
                .path("round")
                .asInt();
    }

    /** When transactions made now expire. */
    static Instant soon() {
        return Instant.now().plus(9, ChronoUnit.MINUTES).truncatedTo(ChronoUnit.SECONDS);
    }

    @Override
    public void close() {
        running.values().forEach(LocalLedger::close);
        running.clear();
    }
}
