package org.assent.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.assent.site.configuration.ConfigurationFile;
import org.assent.site.doctor.Diagnosis;
import org.assent.site.doctor.Doctor;
import org.assent.site.status.SiteStatus;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A site of one's own on a disk that is full of it, or that has changed bytes, with its ledger inside and beside it. */
@Tag("L2")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class DamagedSiteTest {

    private static final Duration SOON = Duration.ofMinutes(1);
    private static final long SEED = 1_789L;
    private static final int PAGE = 4_096;

    @TempDir
    private Path root;

    @ParameterizedTest
    @ValueSource(strings = {"inside", "own"})
    void shouldSayThatTheDiskIsOverBudgetAndRefuseADamagedStateFile(String process) throws Exception {
        try (ProcessesOfOneSite site = new ProcessesOfOneSite(root.resolve("s"), process)) {
            Path file = site.folder().root().resolve(ConfigurationFile.NAME);
            Files.writeString(file, Files.readString(file).replace("# diskBudgetMib: 51200", "diskBudgetMib: 64"));
            Process web = site.start("site");
            site.awaitReady();
            await().atMost(SOON).until(() -> level(site), "WITHIN"::equals);

            // more than its budget: everybody who asks is told, and nothing is stopped
            Path filler = site.folder().node().resolve("data/filler");
            try (RandomAccessFile large = new RandomAccessFile(filler.toFile(), "rw")) {
                large.setLength(65L << 20);
            }
            await().atMost(SOON).until(() -> level(site), "OVER"::equals);
            assertThat(SiteStatus.of(site.folder()).lines(Instant.now()))
                    .startsWith("Example Hospital is ready")
                    .anyMatch(line -> line.contains("OVER its budget of 64 MiB"));
            assertThat(doctor(site, "ledger's disk").level()).isEqualTo(Diagnosis.Level.WARN);
            assertThat(doctor(site, "state file").level()).isEqualTo(Diagnosis.Level.OK);
            Files.delete(filler);
            site.awaitBlocks(2);
            web.destroy();
            assertThat(web.waitFor(1, TimeUnit.MINUTES)).isTrue();

            // a disk that changed bytes: it does not start, and says which file and what to do
            Path state = site.folder().ledgerState();
            byte[] good = Files.readAllBytes(state);
            for (byte[] bad : List.of(flippedInEveryPage(good), flippedIn(good, "Example Hospital"))) {
                Files.write(state, bad);
                Process refused = site.start("site");
                assertThatItIsRefused(site, refused, process);
                assertThat(Files.readAllBytes(state)).as("it is left as it was").isEqualTo(bad);
            }

            // put back, it goes on, and the trouble is forgotten
            Files.write(state, good);
            site.start("site");
            site.awaitReady();
            assertThat(site.folder().ledgerTrouble().read()).isEmpty();
        }
    }

    private static void assertThatItIsRefused(ProcessesOfOneSite site, Process web, String process) throws Exception {
        Path state = site.folder().ledgerState();
        await().atMost(ProcessesOfOneSite.START)
                .until(() -> site.folder().ledgerTrouble().read().isPresent());
        if (process.equals("inside")) {
            assertThat(web.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(web.exitValue()).isEqualTo(1);
            assertThat(Files.readString(site.folder().log().resolve("test-site.log")))
                    .contains("cannot open the state file " + state + ": it is damaged")
                    .contains("Move it away");
        } else {
            await().atMost(ProcessesOfOneSite.START).until(() -> site.health()
                    .filter(health -> health.status() == 503 && !health.nodeAlive())
                    .filter(health ->
                            health.body().path("ledger").path("cannotStart").asBoolean())
                    .isPresent());
            assertThat(Files.readString(site.folder().log().resolve("ledger-console.log")))
                    .contains("cannot open the state file " + state + ": it is damaged");
        }
        assertThat(SiteStatus.of(site.folder()).lines(Instant.now()))
                .anyMatch(line ->
                        line.contains("IT DID NOT START: cannot open the state file " + state + ": it is damaged")
                                && line.contains("Move it away"));
        if (process.equals("own")) {
            web.destroy();
            assertThat(web.waitFor(1, TimeUnit.MINUTES)).isTrue();
        }
        // a ledger process that was just begun may be looking at the file still
        await().atMost(ProcessesOfOneSite.START).untilAsserted(() -> {
            Diagnosis found = doctor(site, "state file");
            assertThat(found.level()).isEqualTo(Diagnosis.Level.FAIL);
            assertThat(found.found()).contains(state + ": it is damaged").contains("Move it away");
        });
        Files.delete(site.folder().ledgerTrouble().file());
    }

    private static String level(ProcessesOfOneSite site) throws InterruptedException {
        return site.health()
                .map(health ->
                        health.body().path("ledger").path("disk").path("level").asText())
                .orElse("");
    }

    private static Diagnosis doctor(ProcessesOfOneSite site, String subject) throws Exception {
        return Doctor.look(Installation.cometBftPath(), Optional.of(site.folder()), Clock.systemUTC()).stream()
                .filter(one -> one.subject().equals(subject))
                .findFirst()
                .orElseThrow();
    }

    /** Sixteen bits in each page but those of the header, which MVStore keeps twice. */
    private static byte[] flippedInEveryPage(byte[] good) {
        byte[] bad = good.clone();
        Random random = new Random(SEED);
        for (int page = 2 * PAGE; page < bad.length; page += PAGE) {
            for (int flip = 0; flip < 16; flip++) {
                bad[Math.min(bad.length - 1, page + random.nextInt(PAGE))] ^= (byte) (1 << random.nextInt(8));
            }
        }
        return bad;
    }

    /** One bit wherever the text stands: in the leaf of the organization, at each place where it was written. */
    private static byte[] flippedIn(byte[] good, String text) throws IOException {
        byte[] bad = good.clone();
        byte[] sought = text.getBytes(StandardCharsets.UTF_8);
        int found = 0;
        for (int at = 0; at + sought.length <= bad.length; at++) {
            if (Arrays.equals(bad, at, at + sought.length, sought, 0, sought.length)) {
                bad[at + 3] ^= 2;
                found++;
            }
        }
        assertThat(found).isPositive();
        return bad;
    }
}
