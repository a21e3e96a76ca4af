package org.assent.abci.client;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assent.abci.testing.Hospital;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.client.Submission;
import org.assent.ledger.state.LeafKey;
import org.assent.ledger.stream.ChangedLeaf;
import org.assent.ledger.stream.CommitFollower;
import org.assent.ledger.stream.CommittedBlock;
import org.assent.ledger.transaction.RejectCode;
import org.assent.ledger.transaction.SignedTransaction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A chain of one real node over the Unix socket, with the node and then everything killed. */
@Tag("L2")
@Timeout(400)
class RealNodeTest {

    private static final Duration WAIT = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private final Hospital north = new Hospital("north");
    private @Nullable Process site;

    @AfterEach
    void endSite() {
        if (site != null) {
            site.destroyForcibly();
        }
    }

    @BeforeEach
    void needNode() {
        LocalChain.assumeNode();
    }

    @Test
    void shouldCommitThroughKillsOfTheNodeAndARestartOfTheSite() throws Exception {
        LocalChain chain = LocalChain.write(folder, 1);
        SignedTransaction registration = north.register(soon());
        try (LocalLedger ledger = chain.start(0)) {
            Recorder recorder = new Recorder();
            ledger.commitStream().follow(0, recorder);
            awaitFresh(ledger);

            // one transaction over the socket
            Submission registered = ledger.client().submit(registration, WAIT);
            assertThat(registered).isInstanceOf(Submission.Final.class);
            assertThat(ledger.client().submit(registration, WAIT)).isEqualTo(registered);
            assertThat(ledger.client().submit(north.close("alice", "c1"), WAIT))
                    .isEqualTo(new Submission.Rejected(
                            north.close("alice", "c1").id(Hospital.CHAIN), RejectCode.UNKNOWN_SUBJECT));

            // the node is killed, comes back by itself, and the next transaction goes through
            long killed = ledger.node().pid().orElseThrow();
            ProcessHandle.of(killed).orElseThrow().destroyForcibly();
            await().atMost(60, SECONDS)
                    .until(() -> ledger.health().alive() && ledger.health().restarts() > 0);
            await().atMost(60, SECONDS)
                    .until(() ->
                            ledger.client().submit(north.enroll("alice", soon()), WAIT) instanceof Submission.Final);

            // what the stream told is what the headers prove
            CommittedBlock newest = recorder.blocks.getLast();
            await().atMost(30, SECONDS).until(() -> ledger.rpc().status().height() > newest.height());
            JsonNode header = ledger.rpc().header(newest.height() + 1);
            assertThat(header.path("app_hash").asText().toLowerCase(Locale.ROOT))
                    .isEqualTo(newest.appHash().toHex());
            assertThat(recorder.heightsAreConsecutive()).isTrue();
        }

        // all is ended: no process file, no socket
        assertThat(chain.settings(0).socket()).doesNotExist();
        assertThat(chain.settings(0).home().folder().resolve("node.pid")).doesNotExist();

        // a second start goes on with the same data, and knows what became of earlier submissions
        try (LocalLedger ledger = chain.start(0)) {
            awaitFresh(ledger);
            assertThat(ledger.client().submit(north.registerStudies(1, soon(), "ct"), WAIT))
                    .isInstanceOf(Submission.Final.class);
            assertThat(ledger.client().await(registration.id(Hospital.CHAIN), Duration.ZERO))
                    .isInstanceOf(Submission.Final.class);
        }

        // the application's state is lost: it is replayed from the node's blocks, to the same hashes
        Files.delete(chain.settings(0).stateFile());
        try (LocalLedger ledger = chain.start(0)) {
            awaitFresh(ledger);
            assertThat(ledger.client().await(registration.id(Hospital.CHAIN), Duration.ZERO))
                    .isInstanceOf(Submission.Final.class);
            assertThat(ledger.client().submit(north.enroll("bob", soon()), WAIT))
                    .isInstanceOf(Submission.Final.class);
        }
        assertThat(Files.readString(chain.settings(0).home().folder().resolve("node.log")))
                .doesNotContain("CONSENSUS FAILURE")
                .doesNotContain("AppHash does not match");
    }

    /** The site's JVM is killed with -9: its node ends by itself or is ended by the next start, and the site goes on. */
    @Test
    void shouldLeaveNoNodeBehindWhenTheSitesJvmIsKilled() throws Exception {
        LocalChain chain = LocalChain.write(folder, 1);
        LocalLedger.Settings settings = chain.settings(0);
        site = SiteProcess.start(settings, folder.resolve("site.log"));
        Path pidFile = settings.home().folder().resolve("node.pid");
        await().atMost(120, SECONDS)
                .until(() -> Files.exists(folder.resolve("site.log"))
                        && Files.readAllLines(folder.resolve("site.log")).stream()
                                .anyMatch(line -> line.matches("height ([2-9]|[0-9]{2,})")));
        ProcessHandle node = ProcessHandle.of(
                        Long.parseLong(Files.readAllLines(pidFile).getFirst()))
                .orElseThrow();

        site.destroyForcibly().waitFor();

        await().atMost(30, SECONDS).until(() -> !node.isAlive());
        assertThat(settings.socket())
                .as("the killed process could not remove it")
                .exists();
        try (LocalLedger ledger = chain.start(0)) {
            await().atMost(60, SECONDS)
                    .until(() -> ledger.client().submit(north.register(soon()), WAIT) instanceof Submission.Final);
            assertThat(ledger.health().restarts()).isZero();
        }
    }

    private static void awaitFresh(LocalLedger ledger) {
        await().atMost(60, SECONDS).until(() -> {
            var health = ledger.client().health();
            return health.nodeAlive() && !health.stale() && health.height() >= 2;
        });
    }

    private static Instant soon() {
        return Instant.now().plus(5, ChronoUnit.MINUTES).truncatedTo(ChronoUnit.SECONDS);
    }

    /** Remembers what it was told. */
    private static final class Recorder implements CommitFollower {

        private final List<CommittedBlock> blocks = new CopyOnWriteArrayList<>();
        private final List<LeafKey> state = new CopyOnWriteArrayList<>();
        private volatile long begun;

        @Override
        public void beginState(long height, Instant time, Bytes32 appHash) {
            begun = height;
        }

        @Override
        public void leaf(ChangedLeaf leaf) {
            state.add(leaf.key());
        }

        @Override
        public void endOfState() {
            assertThat(state).contains(LeafKey.governance());
        }

        @Override
        public void committed(CommittedBlock block) {
            blocks.add(block);
        }

        boolean heightsAreConsecutive() {
            for (int i = 0; i < blocks.size(); i++) {
                if (blocks.get(i).height() != begun + 1 + i) {
                    return false;
                }
            }
            return true;
        }
    }
}
