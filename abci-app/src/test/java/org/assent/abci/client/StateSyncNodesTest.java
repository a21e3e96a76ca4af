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
import org.assent.abci.app.BlockRetention.EvidenceAge;
import org.assent.abci.node.CometRpc;
import org.assent.abci.node.NodeSettings.HostPort;
import org.assent.abci.node.NodeSettings.StateSync;
import org.assent.abci.snapshot.SnapshotSchedule;
import org.assent.abci.testing.Hospital;
import org.assent.abci.tree.KeptHeights;
import org.assent.ledger.client.Submission;
import org.assent.ledger.stream.LedgerProjection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real nodes: four validators that forget old blocks, and a fifth node that begins with one of their snapshots. */
@Tag("L11")
@Tag("GD-07")
@Tag("L9")
@Timeout(400)
class StateSyncNodesTest {

    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final int JOINING = 4;

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
    void shouldRestoreAndFollowWhenTheOthersHaveForgottenTheBeginning() throws Exception {
        LedgerStorage storage = new LedgerStorage(new KeptHeights(20), new SnapshotSchedule(20, 3), 60, 1L << 30);
        LocalChain chain = LocalChain.write(folder, 5, 4, storage, new EvidenceAge(30, Duration.ofSeconds(2)));
        for (int site = 0; site < JOINING; site++) {
            ledgers.add(chain.start(site));
        }
        await().atMost(180, SECONDS).until(() -> ledgers.stream()
                .allMatch(ledger -> ledger.client().health().height() >= 2
                        && !ledger.client().health().stale()
                        && ledger.health().peers() >= 3));

        // some load, until all have forgotten their first blocks
        Hospital north = new Hospital("north");
        LocalLedger first = ledgers.getFirst();
        assertThat(first.client().submit(north.register(soon()), WAIT)).isInstanceOf(Submission.Final.class);
        int patients = 0;
        while (patients < 30 || earliest(ledgers.get(3)) == 1 || earliest(first) == 1) {
            assertThat(first.client().submit(north.enroll("patient " + patients++, soon()), WAIT))
                    .isInstanceOf(Submission.Final.class);
            assertThat(patients).as("blocks are forgotten").isLessThan(300);
        }

        // the fifth begins with a snapshot, next to a header that it trusts
        long trusted = first.rpc().status().height() - 1;
        String hash = first.rpc()
                .commit(trusted)
                .path("signed_header")
                .path("commit")
                .path("block_id")
                .path("hash")
                .asText();
        chain.syncState(
                JOINING, new StateSync(List.of(rpc(chain, 0), rpc(chain, 1)), trusted, hash, Duration.ofHours(1)));
        LocalLedger joined = chain.start(JOINING);
        ledgers.add(joined);
        LedgerProjection projection = new LedgerProjection();
        joined.commitStream().follow(0, projection);
        int more = 0;
        Instant end = Instant.now().plusSeconds(120);
        while (projection.height() == 0 || joined.client().health().stale()) {
            first.client().submit(north.enroll("late " + more++, soon()), WAIT);
            Thread.sleep(1_000);
            assertThat(Instant.now()).as(joined.health().lastWords()).isBefore(end);
        }
        assertThat(earliest(joined)).as("it has no early blocks").isGreaterThan(1);

        // it follows, and agrees
        Submission last = first.client().submit(north.enroll("the last", soon()), WAIT);
        assertThat(last).isInstanceOf(Submission.Final.class);
        long height = ((Submission.Final) last).height();
        await().atMost(60, SECONDS).until(() -> projection.height() >= height);
        assertThat(projection.subject(north.subject("patient 0"))).isPresent();
        assertThat(projection.subject(north.subject("the last"))).isPresent();
        await().atMost(30, SECONDS)
                .until(() -> joined.rpc().status().height() > height
                        && first.rpc().status().height() > height);
        assertThat(appHash(joined, height + 1)).isEqualTo(appHash(first, height + 1));

        // a restart goes on from what it has
        joined.close();
        ledgers.remove(joined);
        LocalLedger again = chain.start(JOINING);
        ledgers.add(again);
        Submission after = first.client().submit(north.enroll("after", soon()), WAIT);
        long next = ((Submission.Final) after).height();
        await().atMost(90, SECONDS)
                .until(() -> again.client().health().height() >= next
                        && !again.client().health().stale());
        await().atMost(30, SECONDS)
                .until(() -> again.rpc().status().height() > next
                        && first.rpc().status().height() > next);
        assertThat(appHash(again, next + 1)).isEqualTo(appHash(first, next + 1));
        assertThat(again.disk().level()).isEqualTo(LedgerDisk.Level.WITHIN);
    }

    private static HostPort rpc(LocalChain chain, int site) {
        return new HostPort("127.0.0.1", chain.settings(site).home().settings().rpcPort());
    }

    private static long earliest(LocalLedger ledger) throws Exception {
        CometRpc.Status status = ledger.rpc().status();
        return status.earliestHeight();
    }

    private static String appHash(LocalLedger ledger, long height) throws Exception {
        return ledger.rpc().header(height).path("app_hash").asText();
    }

    private static Instant soon() {
        return Instant.now().plus(5, ChronoUnit.MINUTES).truncatedTo(ChronoUnit.SECONDS);
    }
}
