package org.assent.abci.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The node's log of consensus messages ({@code data/cs.wal}): segments of 10 MB, of which CometBFT v0.40 keeps a gigabyte
 * and lets nobody choose.
 *
 * <p>A restart reads back to the end of the last height. So a segment that was last written before a block was committed,
 * and a later block since, is never read again. The newest {@value #KEPT} closed segments stay whatever the clock says.
 */
public final class ConsensusWal {

    static final int KEPT = 3;
    private static final Pattern SEGMENT = Pattern.compile("wal\\.[0-9]{3,9}");

    private ConsensusWal() {}

    /**
     * Deletes what is not read again.
     *
     * @param home the node's
     * @param committed when a block was committed that is not the newest any more
     * @return how many segments are gone
     */
    public static int trim(Path home, Instant committed) throws IOException {
        List<Path> segments = new ArrayList<>();
        try (Stream<Path> files = Files.list(home.resolve("data").resolve("cs.wal"))) {
            files.filter(file -> SEGMENT.matcher(file.getFileName().toString()).matches())
                    .forEach(segments::add);
        } catch (NoSuchFileException e) {
            return 0;
        }
        segments.sort(Comparator.comparingInt(ConsensusWal::index));
        int deleted = 0;
        for (Path segment : segments.subList(0, Math.max(0, segments.size() - KEPT))) {
            if (Files.getLastModifiedTime(segment).toInstant().isBefore(committed)) {
                Files.deleteIfExists(segment);
                deleted++;
            }
        }
        return deleted;
    }

    private static int index(Path segment) {
        return Integer.parseInt(segment.getFileName().toString().substring("wal.".length()));
    }
}
