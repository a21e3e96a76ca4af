package org.assent.site;

import static org.assent.site.ProcessesOfOneSite.signal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.assent.site.status.SiteStatus;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Web side and ledger as two processes of one site, each killed and paused while the other goes on. */
@Tag("L2")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class OwnLedgerProcessTest {

    private static final Duration SOON = Duration.ofMinutes(1);

    @TempDir
    private Path root;

    @Test
    void shouldKeepEachSideGoingWhenTheOtherIsKilledOrPaused() throws Exception {
        try (ProcessesOfOneSite site = new ProcessesOfOneSite(root.resolve("s"), "own")) {
            Process web = site.start("site");
            site.awaitReady();
            long ledger = site.ledgerProcess();
            assertThat(ledger)
                    .as("the ledger has a process of its own")
                    .isNotZero()
                    .isNotEqualTo(web.pid());

            // kill -9 of the web side: the validator goes on, and the next web side finds the same one and knows all
            web.destroyForcibly().waitFor();
            site.awaitBlocks(2);
            assertThat(site.ledgerProcess()).isEqualTo(ledger);
            long meanwhile = site.heightOfNode();
            Process again = site.start("site");
            site.awaitReady();
            assertThat(site.health().orElseThrow().height()).isGreaterThanOrEqualTo(meanwhile);
            assertThat(site.ledgerProcess()).as("taken over, not started again").isEqualTo(ledger);

            // a pause of ten seconds of the web side: blocks are made meanwhile, and it catches up
            signal("STOP", again.pid());
            long paused = site.heightOfNode();
            TimeUnit.SECONDS.sleep(10);
            await().atMost(SOON).until(() -> site.heightOfNode() >= paused + 2);
            assertThat(site.health()).as("it is paused").isEmpty();
            long whilePaused = site.heightOfNode();
            signal("CONT", again.pid());
            await().atMost(SOON).until(() -> site.health()
                    .filter(health -> health.status() == 200 && health.height() >= whilePaused)
                    .isPresent());

            // kill -9 of the ledger: the site says so, the process is started again, and the site recovers
            signal("KILL", ledger);
            await().atMost(SOON).until(() -> site.ledgerProcess() != ledger && site.ledgerProcess() != 0);
            long killedAt = site.health().orElseThrow().height();
            await().atMost(SOON).until(() -> site.health()
                    .filter(health -> health.status() == 200 && health.height() > killedAt)
                    .isPresent());

            // stopped in order, the site takes its ledger with it
            long last = site.ledgerProcess();
            again.destroy();
            assertThat(again.waitFor(1, TimeUnit.MINUTES)).isTrue();
            await().atMost(SOON).until(() -> ProcessHandle.of(last)
                    .filter(ProcessHandle::isAlive)
                    .isEmpty());
            assertThat(site.folder().streamSocket()).doesNotExist();
            assertThat(site.folder().ledgerProcess()).doesNotExist();
        }
    }

    @Test
    void shouldAnswer503WhileTheOperatorsLedgerProcessIsAwayAndRecover() throws Exception {
        try (ProcessesOfOneSite site = new ProcessesOfOneSite(root.resolve("s"), "external")) {
            // the order does not matter: the site waits for its ledger
            Process web = site.start("site");
            await().atMost(ProcessesOfOneSite.START).until(() -> site.health().isPresent());
            assertThat(site.health().orElseThrow().status()).isEqualTo(503);
            Process ledger = site.start("ledger");
            site.awaitReady();

            // what the operator is told
            SiteStatus status = SiteStatus.of(site.folder());
            assertThat(status.ready()).isTrue();
            assertThat(status.lines(Instant.now()))
                    .startsWith("Example Hospital is ready")
                    .anyMatch(line -> line.contains("runs in process " + ledger.pid()))
                    .anyMatch(line -> line.contains("1 of 1 validators take part"))
                    .noneMatch(line -> line.contains("MISSING"));

            // a second ledger of the same site does not start
            Process second = site.start("ledger");
            assertThat(second.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(second.exitValue()).isEqualTo(1);
            assertThat(site.ledgerProcess()).isEqualTo(ledger.pid());

            // killed and not started again: not ready at once, and stale for others when the bound has passed
            ledger.destroyForcibly().waitFor();
            await().atMost(SOON).until(() -> site.health()
                    .filter(health -> health.status() == 503 && !health.nodeAlive())
                    .isPresent());
            await().atMost(SOON).until(() -> site.health()
                    .filter(ProcessesOfOneSite.Health::stale)
                    .isPresent());

            assertThat(SiteStatus.of(site.folder()).lines(Instant.now()))
                    .startsWith("Example Hospital is NOT READY")
                    .anyMatch(line -> line.contains("STALE"))
                    .anyMatch(line -> line.contains("NOT RUNNING"))
                    .anyMatch(line -> line.contains("its node does not answer"));

            site.start("ledger");
            site.awaitReady();
            assertThat(web.isAlive()).isTrue();
            assertThat(site.health().orElseThrow().stale()).isFalse();

            // stopped in order, the site leaves the operator's process alone
            web.destroy();
            assertThat(web.waitFor(1, TimeUnit.MINUTES)).isTrue();
            site.awaitBlocks(2);
        }
    }
}
