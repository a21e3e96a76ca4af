package org.assent.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupSyncTest {

    @TempDir
    private Path folder;

    @Test
    void shouldNumberWithoutGapsWhenManyThreadsAppend() throws Exception {
        int threads = 16;
        int each = 50;
        ConcurrentLinkedQueue<String> receipts = new ConcurrentLinkedQueue<>();
        CountDownLatch done = new CountDownLatch(threads);
        try (FileAccessLog log = FileAccessLog.open(folder, Clock.systemUTC())) {
            for (int thread = 0; thread < threads; thread++) {
                int number = thread;
                Thread.ofVirtual().start(() -> {
                    for (int i = 0; i < each; i++) {
                        AccessFacts facts = Accesses.facts("r", "s" + (i % 3), "2.25." + (number % 2));
                        receipts.add(log.permitted(facts, Accesses.permit(1, 1)).entryId());
                    }
                    done.countDown();
                });
            }
            done.await();
            log.syncAll();
            try (AccessLogReader reader = log.reader()) {
                List<AccessEntry> entries = reader.after(0, 10_000);
                assertThat(entries).hasSize(threads * each);
                Set<String> found = new HashSet<>();
                for (int i = 0; i < entries.size(); i++) {
                    assertThat(entries.get(i).sequence()).isEqualTo(i + 1);
                    switch (entries.get(i)) {
                        case AccessEntry.Opened opened -> found.add(opened.receiptId());
                        case AccessEntry.Joined joined -> found.add(joined.receiptId());
                        case AccessEntry.Closed closed -> {}
                        case AccessEntry.Refused refused -> {}
                        case AccessEntry.Security security -> {}
                    }
                }
                assertThat(found).containsExactlyInAnyOrderElementsOf(receipts);
                assertThat(entries.stream().filter(AccessEntry.Opened.class::isInstance))
                        .hasSize(6);
            }
        }
    }

    @Test
    void shouldAppendAllOrNothingWhenAWriteFails() throws IOException {
        Path file = folder.resolve("segment");
        SegmentWriter writer = new SegmentWriter(file, 0);
        writer.append("one\n".getBytes(StandardCharsets.UTF_8));
        try (RandomAccessFile torn = new RandomAccessFile(file.toFile(), "rw")) {
            torn.seek(4);
            torn.write(new byte[] {'x', 'y'}); // as a full disk leaves it
        }
        writer.append("two\n".getBytes(StandardCharsets.UTF_8));
        writer.close();

        assertThat(file).hasContent("one\ntwo\n");
        assertThatThrownBy(() -> writer.append(new byte[1])).isInstanceOf(IOException.class);
    }
}
