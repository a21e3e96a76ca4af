package org.assent.abci.client;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much of the disk the ledger takes, against what the operator allows it.
 *
 * @param bytes of state, snapshots and the node's folder; as of the last look
 * @param budgetBytes what the operator allows; 0 if that is not known
 */
public record LedgerDisk(long bytes, long budgetBytes) {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerDisk.class);

    /** An alarm: nothing is ever stopped or deleted because of it. */
    public enum Level {
        /** Nobody has looked yet. */
        UNKNOWN,
        WITHIN,
        /** Beyond four fifths. */
        NEAR,
        OVER
    }

    /** How bad it is. */
    public Level level() {
        if (budgetBytes == 0) {
            return Level.UNKNOWN;
        }
        if (bytes > budgetBytes) {
            return Level.OVER;
        }
        return bytes / 4 >= budgetBytes / 5 ? Level.NEAR : Level.WITHIN;
    }

    /** What a ledger writes to: its state, the snapshots beside it, and its node's folder. */
    public static List<Path> places(Path stateFile, Path nodeFolder) {
        return List.of(stateFile, snapshots(stateFile), nodeFolder);
    }

    static Path snapshots(Path stateFile) {
        return stateFile.toAbsolutePath().resolveSibling("snapshots");
    }

    /** Looks at files and folders now; those that are not there count nothing. */
    public static LedgerDisk of(List<Path> places, long budgetBytes) {
        return new LedgerDisk(places.stream().mapToLong(LedgerDisk::bytes).sum(), budgetBytes);
    }

    private static long bytes(Path place) {
        long[] sum = {0};
        try {
            Files.walkFileTree(place, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    sum[0] += attributes.isRegularFile() ? attributes.size() : 0;
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    return FileVisitResult.CONTINUE; // gone while looking: files come and go
                }
            });
        } catch (IOException e) {
            LOG.debug("the size of {} is not known: {}", place, e.getMessage());
        }
        return sum[0];
    }
}
