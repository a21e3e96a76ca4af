package org.assent.audit.cumulative;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assent.audit.AccessLogReader;
import org.assent.audit.LoggedLine;
import org.assent.ledger.identity.SubjectId;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that logs accesses and keeps the map is killed in the middle: the map goes on as the log does. */
@Tag("L6")
class MapCrashTest {

    private static final int ROUNDS = 3;

    @TempDir
    private Path folder;

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void shouldGoOnWithTheSameMapWhenTheProcessIsKilled() throws IOException, InterruptedException {
        // Given a process that was killed in the middle, each time between or within any of its writes
        for (int round = 0; round < ROUNDS; round++) {
            workUntilKilled(round, 40 + 13 * round);
        }

        try (SubjectLog site = new SubjectLog(folder.resolve("log"), SubjectLog.NORTH)) {
            // When the map goes on from the file, and is made again from the log alone
            LogVersion kept = new MapFile(folder.resolve("map")).read().orElseThrow();
            List<LoggedLine> lines = site.lines();
            CumulativeLog going = new CumulativeLog(site::secret, kept);
            lines.subList((int) kept.position(), lines.size()).forEach(going::take);

            // Then both are the same
            assertThat(kept.position()).isPositive();
            assertThat(going.version().root()).isEqualTo(site.version().root());
            assertThat(going.version().intervals()).isGreaterThanOrEqualTo(40);
        }
    }

    private void workUntilKilled(int round, int count) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Worker.class.getName(),
                        folder.toString(),
                        Integer.toString(round))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        int done = 0;
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                done++;
                if (done == count) {
                    process.toHandle().destroyForcibly();
                }
            }
        } finally {
            process.destroyForcibly();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(done).isGreaterThanOrEqualTo(count);
    }

    /** The process that is killed: logs, takes what is durable into the map, and keeps it, all the time. */
    static final class Worker {
        private Worker() {}

        public static void main(String[] arguments) throws IOException {
            Path folder = Path.of(arguments[0]);
            SubjectLog site = new SubjectLog(folder.resolve("log"), SubjectLog.NORTH);
            MapFile file = new MapFile(folder.resolve("map"));
            CumulativeLog map = file.read()
                    .map(version -> new CumulativeLog(site::secret, version))
                    .orElseGet(() -> new CumulativeLog(site::secret));
            try (AccessLogReader reader = site.log.reader()) {
                for (int i = 0; ; i++) {
                    SubjectId subject = SubjectId.fromHex(String.format("%064x", i % 17));
                    site.started(subject, SubjectLog.SOUTH, arguments[1] + "/" + i)
                            .completed(200, 1, 1, false);
                    reader.linesAfter(map.position(), Integer.MAX_VALUE).forEach(map::take);
                    if (i % 3 == 0) {
                        file.write(map.version());
                    }
                    System.out.println(i);
                    System.out.flush();
                }
            }
        }
    }
}
