package org.assent.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assent.site.SiteFolder;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * How {@code ./assent demo} ends and goes on. The last class on the shared network, since it leaves none running; one test,
 * since a start takes long.
 */
@Tag("faults")
@ExtendWith(RunningSites.class)
@Order(Integer.MAX_VALUE)
class LauncherTest {

    private static final Duration ENDS_WITHIN = Duration.ofSeconds(60);
    private static final Duration SITES_END_WITHIN = Duration.ofSeconds(30);
    private static final int SIGINT_BIT = 1;

    @Test
    void shouldLeaveNothingBehindAndGoOnWithItsDataWhenInterruptedAndWhenKilled(FourSites sites) throws Exception {
        Outages outages = new Outages(sites);
        Permission stored = Permission.prepare(sites.north(), sites.south(), "LAUNCHER", 601);
        long height = height(sites.north());
        List<ProcessHandle> before = outages.everything();
        assertThat(before).as("four sites and four nodes").hasSize(8);

        interrupt(sites.launcher());

        assertThat(sites.launcher().waitFor(ENDS_WITHIN.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(before).as("processes after Ctrl-C").noneMatch(ProcessHandle::isAlive);
        assertNothingIsLeft(sites, outages);
        assertThat(sites.printed()).as("sites that stop are not started again").doesNotContain("ended (exit code 0)");

        sites.startAgain();

        assertThat(height(sites.north())).isGreaterThanOrEqualTo(height);
        assertThat(stored.pixels(sites.north()).statusCode()).isEqualTo(200);
        assertThat(stored.grant().statusCode()).isEqualTo(201);

        sites.launcher().destroyForcibly().waitFor();
        sites.startAgain(); // while the sites of the killed launcher may still stop

        List<ProcessHandle> after = outages.everything();
        assertThat(after).as("four sites and four nodes").hasSize(8);
        stored.awaitOpenAtSouth();

        sites.launcher().destroyForcibly().waitFor();
        long from = System.nanoTime();
        await("all sites and nodes end by themselves after kill -9 of the launcher")
                .atMost(SITES_END_WITHIN)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> after.stream().noneMatch(ProcessHandle::isAlive));
        System.out.printf(
                "after kill -9 of the launcher all had ended after %d ms%n", (System.nanoTime() - from) / 1_000_000);
        assertNothingIsLeft(sites, outages);
    }

    private static void assertNothingIsLeft(FourSites sites, Outages outages) {
        assertThat(sites.all()).allSatisfy(hospital -> {
            assertThat(outages.nodes(hospital)).as("nodes").isEmpty();
            assertThat(new SiteFolder(sites.folder(hospital)).socket()).doesNotExist();
        });
    }

    /** As Ctrl-C does; as {@code kill} does if whoever runs the tests has this process ignore SIGINT, as shells do in the background. */
    private static void interrupt(Process process) throws IOException, InterruptedException {
        String signal = ignoresInterrupt(process) ? "-TERM" : "-INT";
        assertThat(new ProcessBuilder("kill", signal, String.valueOf(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private static boolean ignoresInterrupt(Process process) throws IOException {
        Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
        return Files.exists(status)
                && Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .anyMatch(line -> new BigInteger(line.substring(7).strip(), 16).testBit(SIGINT_BIT));
    }

    private static long height(Hospital hospital) {
        return FhirRecords.parse(hospital.anonymous().get("/health/ready"))
                .at("/ledger/height")
                .asLong();
    }
}
