package org.assent.abci.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("L9")
class ConsensusWalTest {

    private static final Instant COMMITTED = Instant.parse("2026-03-01T08:00:00Z");

    @TempDir
    private Path home;

    private Path segment(String name, int secondsAfter) throws IOException {
        Path file = Files.createDirectories(home.resolve("data/cs.wal")).resolve(name);
        Files.writeString(file, "messages");
        return Files.setLastModifiedTime(file, FileTime.from(COMMITTED.plusSeconds(secondsAfter)));
    }

    @Test
    void shouldDeleteOnlyClosedSegmentsFromBeforeTheBlock() throws IOException {
        Path first = segment("wal.008", -90);
        Path second = segment("wal.999", -80);
        Path third = segment("wal.1000", 5);
        Path fourth = segment("wal.1001", -70);
        Path fifth = segment("wal.1002", -60);
        Path sixth = segment("wal.1003", -50);
        Path head = segment("wal", -100);
        Path other = segment("wal.txt", -100);

        assertThat(ConsensusWal.trim(home, COMMITTED)).isEqualTo(2);
        assertThat(first).doesNotExist();
        assertThat(second).doesNotExist();
        assertThat(third).as("written after the block").exists();
        assertThat(fourth).as("among the newest three").exists();
        assertThat(fifth).exists();
        assertThat(sixth).exists();
        assertThat(head).exists();
        assertThat(other).exists();
    }

    @Test
    void shouldDeleteNothingWhenThereIsNoLog() throws IOException {
        assertThat(ConsensusWal.trim(home, COMMITTED)).isZero();
    }
}
