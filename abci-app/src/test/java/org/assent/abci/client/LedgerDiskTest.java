package org.assent.abci.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.assent.testsupport.FixedClock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("L9")
class LedgerDiskTest {

    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");

    @TempDir
    private Path folder;

    @Test
    void shouldSayHowNearTheBudgetIsWithoutTouchingAnything() throws IOException {
        Path state = folder.resolve("state.mv");
        Path node = Files.createDirectories(folder.resolve("node/data"));
        LedgerDiskWatch watch =
                new LedgerDiskWatch(List.of(state, folder.resolve("node"), folder.resolve("missing")), 1_000, () -> {});
        watch.look();
        assertThat(watch.seen()).isEqualTo(new LedgerDisk(0, 1_000));
        assertThat(watch.seen().level()).isEqualTo(LedgerDisk.Level.WITHIN);

        Files.write(state, new byte[700]);
        Files.write(node.resolve("block"), new byte[90]);
        watch.look();
        assertThat(watch.seen().bytes()).isEqualTo(790);
        assertThat(watch.seen().level()).isEqualTo(LedgerDisk.Level.WITHIN);

        Files.write(node.resolve("block"), new byte[100]);
        watch.look();
        assertThat(watch.seen().level()).isEqualTo(LedgerDisk.Level.NEAR);

        Files.write(node.resolve("block"), new byte[301]);
        watch.look();
        assertThat(watch.seen().level()).isEqualTo(LedgerDisk.Level.OVER);
        assertThat(state).hasSize(700);
        assertThat(node.resolve("block")).hasSize(301);
    }

    @Test
    void shouldDeleteConsensusLogOnlyOnceBlocksWereCommittedAfterIt() throws IOException {
        Path wal = Files.createDirectories(folder.resolve("data/cs.wal"));
        for (int i = 0; i < 6; i++) {
            Files.setLastModifiedTime(
                    Files.writeString(wal.resolve("wal.00" + i), "messages"), FileTime.from(NOW.minusSeconds(60)));
        }
        AtomicLong height = new AtomicLong(100);
        WalUpkeep upkeep = new WalUpkeep(folder, height::get, FixedClock.at(NOW));

        upkeep.look();
        upkeep.look();
        height.set(101);
        upkeep.look();
        assertThat(wal.resolve("wal.000"))
                .as("no two blocks since the first look")
                .exists();

        height.set(102);
        upkeep.look();
        assertThat(wal.resolve("wal.000")).doesNotExist();
        assertThat(wal.resolve("wal.002")).doesNotExist();
        assertThat(wal.resolve("wal.003")).exists();
    }
}
