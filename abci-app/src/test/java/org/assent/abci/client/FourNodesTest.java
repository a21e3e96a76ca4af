package org.assent.abci.client;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.assent.abci.testing.Hospital;
import org.assent.ledger.client.Submission;
import org.assent.ledger.transaction.SignedTransaction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Four validators as the configuration written here connects them: all commit, three are enough, the fourth catches up. */
@Tag("L1")
@Tag("L2")
@Timeout(400)
class FourNodesTest {

    private static final Duration WAIT = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private final List<LocalLedger> ledgers = new ArrayList<>();

    @BeforeEach
    void needNode() {
        LocalChain.assumeNode();
    }

    @AfterEach
    void stop() {
        ledgers.forEach(LocalLedger::close);
    }

    @Test
    void shouldCommitAtAllGoOnWithThreeAndCatchUp() throws Exception {
        LocalChain chain = LocalChain.write(folder, 4);
        for (int site = 0; site < 4; site++) {
            ledgers.add(chain.start(site));
        }
        await().atMost(180, SECONDS).until(() -> ledgers.stream()
                .allMatch(ledger -> ledger.client().health().height() >= 2
                        && !ledger.client().health().stale()
                        && ledger.health().peers() == 3));

        // a transaction of one site is final at every site
        Hospital north = new Hospital("north");
        SignedTransaction registration = north.register(soon());
        assertThat(ledgers.get(0).client().submit(registration, WAIT)).isInstanceOf(Submission.Final.class);
        for (int site = 0; site < 4; site++) {
            awaitAt(site, registration);
        }

        // one of four is away: the others go on; each node is asked for a transaction only when it has seen the one
        // before
        ledgers.get(3).close();
        SignedTransaction enrolment = north.enroll("alice", soon());
        assertThat(ledgers.get(1).client().submit(enrolment, WAIT)).isInstanceOf(Submission.Final.class);
        awaitAt(2, enrolment);
        SignedTransaction consent = north.record("alice", "c1", 1, soon());
        assertThat(ledgers.get(2).client().submit(consent, WAIT)).isInstanceOf(Submission.Final.class);

        // it comes back and knows all
        ledgers.set(3, chain.start(3));
        awaitAt(3, consent);
        await().atMost(60, SECONDS).until(() -> !ledgers.get(3).rpc().status().catchingUp());
        assertThat(ledgers.get(3).client().submit(north.close("alice", "c1"), WAIT))
                .as("it knows the consent that was recorded without it")
                .isInstanceOf(Submission.Final.class);

        // equal app hashes in the headers that all of them have
        long height = ledgers.get(0).rpc().status().height();
        String hash = ledgers.get(0).rpc().header(height).path("app_hash").asText();
        for (LocalLedger ledger : ledgers) {
            await().atMost(30, SECONDS).until(() -> ledger.rpc().status().height() >= height);
            assertThat(ledger.rpc().header(height).path("app_hash").asText()).isEqualTo(hash);
        }
    }

    /** A block is final at one node a moment before the next has executed it. */
    private void awaitAt(int site, SignedTransaction transaction) throws Exception {
        assertThat(ledgers.get(site).client().await(transaction.id(Hospital.CHAIN), Duration.ofSeconds(60)))
                .isInstanceOf(Submission.Final.class);
    }

    private static Instant soon() {
        return Instant.now().plus(5, ChronoUnit.MINUTES).truncatedTo(ChronoUnit.SECONDS);
    }
}
