package org.assent.abci.client;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.assent.abci.testing.Hospital;
import org.assent.ledger.client.Submission;
import org.assent.ledger.transaction.SignedTransaction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Four validators that lose each other: too few for a block decide nothing, keep what restricts, and know that they are behind;
 * together again they agree. Each test begins and ends with all four; their order does not matter.
 */
@Tag("L2")
@Tag("L8")
@Tag("TH-07")
@Timeout(500)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PartitionedNodesTest {

    private static final Duration STALE_AFTER = Duration.ofSeconds(8);
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Set<Integer> ALL = Set.of(0, 1, 2, 3);

    @TempDir
    private static Path folder;

    private final Relay relay = new Relay();
    private final Hospital north = new Hospital("north");
    private final AtomicInteger patients = new AtomicInteger();
    private LocalChain chain;
    private Sites sites;

    @BeforeAll
    void start() throws IOException {
        LocalChain.assumeNode();
        chain = LocalChain.write(folder, 4, 4, STALE_AFTER, relay);
        sites = new Sites(chain);
        for (int site : ALL) {
            sites.start(site);
        }
        sites.awaitWhole();
        sites.mustBeFinal(0, north.register(Sites.soon()));
    }

    @BeforeEach
    void whole() throws IOException {
        relay.heal();
        for (int site : ALL) {
            if (!sites.runs(site)) {
                sites.start(site);
            }
        }
        sites.awaitWhole();
    }

    @AfterAll
    void stop() throws IOException {
        if (sites != null) {
            sites.close();
        }
        relay.close();
    }

    @Test
    void shouldKeepARestrictionUntilOneIsBackWhenTwoOfFourAreAway() throws Exception {
        SignedTransaction restriction = restrictionOf(0);
        sites.stop(2);
        sites.stop(3);
        long stopped = sites.highest();

        assertThat(sites.at(0).client().submit(restriction, SHORT)).isInstanceOf(Submission.Pending.class);

        awaitStale(0, 1);
        assertThat(sites.highest())
                .as("a block that was voted on already, and none more")
                .isLessThanOrEqualTo(stopped + 1);
        assertThat(kept(0)).isEqualTo(1);
        assertThat(sites.at(1).client().submit(north.enroll("late", Sites.soon()), SHORT))
                .isInstanceOf(Submission.Away.class);
        assertThat(sites.at(1).client().submit(restriction, SHORT)).isInstanceOf(Submission.Pending.class);
        long stood = sites.highest();

        sites.start(2);

        long landed = sites.awaitFinalEverywhere(restriction);
        sites.assertPrompt(stood, landed, Set.of(0, 1), 1);
        await().atMost(60, SECONDS).until(() -> kept(0) == 0);
        sites.start(3);
        sites.awaitWhole();
        assertThat(sites.awaitFinalEverywhere(restriction)).isEqualTo(landed);
        sites.assertEqualAppHashes();
    }

    @Test
    void shouldDecideNothingAndLoseNothingWhenCutIntoTwoHalves() throws Exception {
        SignedTransaction west = restrictionOf(0);
        SignedTransaction east = restrictionOf(2);
        relay.sever(Set.of(0, 1), Set.of(2, 3));
        long cut = sites.highest();

        assertThat(sites.at(0).client().submit(west, SHORT)).isInstanceOf(Submission.Pending.class);
        assertThat(sites.at(2).client().submit(east, SHORT)).isInstanceOf(Submission.Pending.class);

        awaitStale(0, 1, 2, 3);
        assertThat(sites.highest()).isLessThanOrEqualTo(cut + 1);

        relay.heal();

        sites.awaitFinalEverywhere(west);
        sites.awaitFinalEverywhere(east);
        sites.awaitWhole();
        sites.assertEqualAppHashes();
    }

    @Test
    void shouldGoOnWithThreeAndTakeInTheFourthWhenItsPacketsAreLost() throws Exception {
        SignedTransaction fromTheFourth = restrictionOf(3);
        SignedTransaction fromTheThree = restrictionOf(0);
        Set<Integer> three = Set.of(0, 1, 2);
        relay.holdUp(three, Set.of(3));
        relay.holdUp(Set.of(3), three);
        long cut = sites.highest();

        sites.mustBeFinal(0, fromTheThree);
        sites.mustBeFinal(1, north.enroll("after the cut " + patients.incrementAndGet(), Sites.soon()));
        assertThat(sites.at(3).client().submit(fromTheFourth, SHORT)).isInstanceOf(Submission.Pending.class);

        awaitStale(3);
        assertThat(sites.height(3)).isLessThanOrEqualTo(cut + 1);
        assertThat(List.of(sites.stale(0), sites.stale(1), sites.stale(2))).containsOnly(false);

        relay.heal();

        sites.awaitFinalEverywhere(fromTheFourth);
        sites.awaitFinalEverywhere(fromTheThree);
        sites.awaitWhole();
        sites.assertEqualAppHashes();
    }

    @Test
    void shouldDecideWhenAllLinksAreSlow() throws Exception {
        for (int from : ALL) {
            for (int to : ALL) {
                relay.delay(from, to, Duration.ofMillis(100 + 20L * from));
            }
        }

        SignedTransaction restriction = restrictionOf(1);
        sites.mustBeFinal(1, restriction);

        sites.awaitFinalEverywhere(restriction);
        sites.assertEqualAppHashes();
    }

    /** Closes the consent of a new patient, which is recorded here at the given site and known everywhere. */
    private SignedTransaction restrictionOf(int site) throws InterruptedException {
        String patient = "patient " + patients.incrementAndGet();
        sites.mustBeFinal(site, north.enroll(patient, Sites.soon()));
        SignedTransaction consent = north.record(patient, "of " + patient, 1, Sites.soon());
        sites.mustBeFinal(site, consent);
        sites.awaitFinalEverywhere(consent);
        return north.close(patient, "of " + patient);
    }

    private void awaitStale(int... which) {
        for (int site : which) {
            await().atMost(120, SECONDS).until(() -> sites.stale(site));
        }
    }

    private long kept(int site) throws IOException {
        try (Stream<Path> files = Files.list(chain.settings(site).restrictions())) {
            return files.count();
        }
    }
}
