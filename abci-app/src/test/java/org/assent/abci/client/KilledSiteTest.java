package org.assent.abci.client;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.assent.abci.node.CometRpc;
import org.assent.abci.node.RpcException;
import org.assent.abci.testing.Hospital;
import org.assent.testsupport.Seeds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * One of four sites, in a process of its own, is killed (kill -9) under load, at moments that a seed gives: it comes back, catches up
 * and agrees. {@code ./assent soak nodes} does it for longer and to all of them.
 */
@Tag("L1")
@Tag("L2")
@Timeout(500)
class KilledSiteTest {

    private static final int KILLED = 3;
    private static final int LATEST_KILL_MILLIS = 1_500;

    @TempDir
    private Path folder;

    private Optional<Process> site = Optional.empty();

    /** What is killed. */
    private enum Victim {
        APPLICATION,
        NODE,
        BOTH
    }

    @BeforeEach
    void needNode() {
        LocalChain.assumeNode();
    }

    @AfterEach
    void endSite() {
        site.ifPresent(Process::destroyForcibly);
    }

    @Test
    void shouldComeBackAndAgreeWhenKilledAtRandomMomentsUnderLoad() throws Exception {
        long seed = Seeds.seed("KilledSiteTest");
        Random random = new Random(seed);
        List<Victim> victims = new ArrayList<>(List.of(Victim.values()));
        Collections.shuffle(victims, random);
        LocalChain chain = LocalChain.write(folder, 4, 4, Duration.ofSeconds(30), LocalChain.Routes.DIRECT);
        LocalLedger.Settings settings = chain.settings(KILLED);
        Path log = folder.resolve("killed.log");
        Hospital north = new Hospital("north");
        Hospital busy = new Hospital("busy"); // it spends its quota with the load, so that north's is left
        try (Sites sites = new Sites(chain);
                CometRpc killed = new CometRpc(settings.home().settings().rpcPort())) {
            for (int other = 0; other < KILLED; other++) {
                sites.start(other);
            }
            site = Optional.of(SiteProcess.start(settings, log));
            sites.awaitWhole();
            sites.mustBeFinal(0, north.register(Sites.soon()));
            sites.mustBeFinal(0, busy.register(Sites.soon()));
            try (OrdinaryLoad load = OrdinaryLoad.start(sites.at(0).rpc(), busy, "load")) {
                for (Victim victim : victims) {
                    awaitAt(killed, sites.highest(), seed);
                    Thread.sleep(random.nextInt(LATEST_KILL_MILLIS));
                    kill(victim, settings);
                    if (victim != Victim.NODE) {
                        site = Optional.of(SiteProcess.start(settings, log));
                    }
                }
                assertThat(load.admitted()).isPositive();
            }
            long last = sites.mustBeFinal(0, north.enroll("the last", Sites.soon()));
            awaitAt(killed, last + 1, seed);
            awaitAt(sites.at(0).rpc(), last + 1, seed);
            assertThat(killed.header(last + 1).path("app_hash").asText())
                    .as("seed %d", seed)
                    .isEqualTo(
                            sites.at(0).rpc().header(last + 1).path("app_hash").asText());
            sites.assertEqualAppHashes();
        }
        assertThat(Files.readString(settings.home().folder().resolve("node.log")))
                .as("seed %d", seed)
                .doesNotContain("CONSENSUS FAILURE");
    }

    private void kill(Victim victim, LocalLedger.Settings settings) throws IOException, InterruptedException {
        Path pidFile = settings.home().folder().resolve("node.pid");
        ProcessHandle node = ProcessHandle.of(
                        Long.parseLong(Files.readAllLines(pidFile).getFirst()))
                .orElseThrow();
        if (victim != Victim.APPLICATION) {
            node.destroyForcibly();
        }
        if (victim != Victim.NODE) {
            site.orElseThrow().destroyForcibly().waitFor();
        }
        node.onExit().join(); // killed, or of its own accord: it has lost its application
    }

    /** The site answers and has the height. */
    private static void awaitAt(CometRpc rpc, long height, long seed) {
        await("height " + height + ", seed " + seed).atMost(180, SECONDS).until(() -> {
            try {
                CometRpc.Status status = rpc.status();
                return status.height() >= height && !status.catchingUp();
            } catch (RpcException e) {
                return false; // it starts again
            }
        });
    }
}
