package org.assent.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The operating system takes no more bytes, in the middle of a line (a file size limit stands for a full disk). */
class AccessLogFullDiskTest {

    @TempDir
    private Path folder;

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void shouldLetNothingLeaveAndLoseNothingWhenTheDiskIsFull() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "sh",
                        "-c",
                        "ulimit -f 40; exec \"$@\"",
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:-UsePerfData",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Filler.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor()).isZero();

        assertThat(said).endsWith("unavailable", "unavailable");
        List<String> acknowledged =
                said.stream().filter(line -> !line.equals("unavailable")).toList();
        assertThat(acknowledged).hasSizeGreaterThan(5);
        try (FileAccessLog log = FileAccessLog.open(folder, Clock.systemUTC());
                AccessLogReader reader = log.reader()) {
            assertThat(reader.after(0, 10_000).stream()
                            .filter(AccessEntry.Refused.class::isInstance)
                            .map(entry -> ((AccessEntry.Refused) entry).receiptId()))
                    .containsExactlyElementsOf(acknowledged);
        }
        assertThat(ChainCheck.of(folder).broken()).isEmpty();
    }

    /** The process that fills its file: says each receipt id, then twice that the log is unavailable. */
    static final class Filler {
        private Filler() {}

        public static void main(String[] arguments) throws IOException {
            FileAccessLog log = FileAccessLog.open(
                    Path.of(arguments[0]),
                    Clock.systemUTC(),
                    new FileAccessLog.Settings(
                            Duration.ofSeconds(60), Duration.ofSeconds(10), Duration.ofMillis(50), 1L << 30, 100));
            for (int failures = 0, i = 0; failures < 2; i++) {
                try {
                    System.out.println(log.refused(Accesses.facts("r" + i, "s", "2.25.1"), Accesses.deny(i))
                            .receiptId());
                } catch (AccessLogUnavailableException e) {
                    failures++;
                    System.out.println("unavailable");
                }
            }
            log.close();
        }
    }
}
