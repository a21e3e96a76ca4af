package org.assent.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that appends from several threads is killed in the middle: what it acknowledged is there. */
class AccessLogCrashTest {

    private static final int ROUNDS = 3;
    private static final int THREADS = 8;

    @TempDir
    private Path folder;

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void shouldHoldEverythingAcknowledgedWhenTheProcessIsKilled() throws IOException, InterruptedException {
        Set<String> acknowledged = new HashSet<>();
        for (int round = 0; round < ROUNDS; round++) {
            acknowledged.addAll(appendUntilKilled(round, 300));
        }

        try (FileAccessLog log = FileAccessLog.open(folder, Clock.systemUTC())) {
            Set<String> receipts = new HashSet<>();
            Set<Long> open = new HashSet<>();
            try (AccessLogReader reader = log.reader()) {
                for (AccessEntry entry : reader.after(0, Integer.MAX_VALUE)) {
                    switch (entry) {
                        case AccessEntry.Opened opened -> {
                            receipts.add(opened.receiptId());
                            open.add(opened.sequence());
                        }
                        case AccessEntry.Joined joined -> receipts.add(joined.receiptId());
                        case AccessEntry.Closed closed -> open.remove(closed.opening());
                        case AccessEntry.Refused refused -> receipts.add(refused.receiptId());
                        case AccessEntry.Security security -> {}
                    }
                }
            }
            assertThat(receipts).containsAll(acknowledged);
            assertThat(open).isEmpty(); // the last run's were closed as interrupted
        }
        assertThat(ChainCheck.of(folder).broken()).isEmpty();
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ROUNDS * 300);
    }

    private List<String> appendUntilKilled(int round, int count) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Appender.class.getName(),
                        folder.toString(),
                        Integer.toString(round))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> acknowledged = new ArrayList<>();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                acknowledged.add(line);
                if (acknowledged.size() == count) {
                    process.toHandle().destroyForcibly(); // SIGKILL; what is in the pipe was acknowledged too
                }
            }
        } finally {
            process.destroyForcibly();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        return acknowledged;
    }

    /** The process that is killed: says the receipt id of each entry that the log has taken. */
    static final class Appender {
        private Appender() {}

        public static void main(String[] arguments) throws IOException {
            FileAccessLog log = FileAccessLog.open(
                    Path.of(arguments[0]),
                    Clock.systemUTC(),
                    new FileAccessLog.Settings(
                            Duration.ofSeconds(60), Duration.ofSeconds(10), Duration.ofMillis(50), 30_000, 100));
            for (int thread = 0; thread < THREADS; thread++) {
                int number = thread;
                Thread.ofPlatform().start(() -> append(log, arguments[1], number));
            }
        }

        private static void append(FileAccessLog log, String round, int thread) {
            for (int i = 0; ; i++) {
                AccessFacts facts = Accesses.facts("r" + i, "s" + round + (i / 10) + thread, "2.25." + thread);
                AccessHandle handle =
                        i % 7 == 0 ? log.refused(facts, Accesses.deny(i)) : log.permitted(facts, Accesses.permit(i, 1));
                synchronized (Appender.class) {
                    System.out.println(handle.entryId());
                    System.out.flush();
                }
                handle.completed(200, 1, 1, false);
            }
        }
    }
}
