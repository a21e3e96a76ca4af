package org.assent.audit;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import org.assent.ledger.bytes.Bytes32;
import org.jspecify.annotations.Nullable;

/** The log as one endless chained file, cut into segments. Guarded by the log's lock, but for {@link #writer()}. */
final class SegmentedFile implements AutoCloseable {

    private final Segments segments;
    private final FileChannel lockFile;
    private final LogOpening opening;
    private final long segmentBytes;
    private volatile SegmentWriter writer;
    private long last;
    private Bytes32 head;

    private SegmentedFile(Segments segments, FileChannel lockFile, LogOpening opening, long segmentBytes)
            throws IOException {
        this.segments = segments;
        this.lockFile = lockFile;
        this.opening = opening;
        this.segmentBytes = segmentBytes;
        this.last = opening.last();
        this.head = opening.head();
        if (opening.segment().isPresent()) {
            this.writer = new SegmentWriter(opening.segment().orElseThrow(), opening.length());
        } else {
            this.writer = begin(Map.of());
        }
        writer.force();
    }

    static SegmentedFile open(Path folder, long segmentBytes) throws IOException {
        Segments segments = new Segments(folder);
        FileChannel lockFile =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (lock(lockFile) == null) {
                throw new IOException("another process has the access log in " + folder + " open");
            }
            return new SegmentedFile(segments, lockFile, LogOpening.of(segments), segmentBytes);
        } catch (IOException | RuntimeException e) {
            lockFile.close();
            throw e;
        }
    }

    private static @Nullable FileLock lock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** What was found when it was opened. */
    LogOpening opening() {
        return opening;
    }

    Segments segments() {
        return segments;
    }

    /** The segment that is written now. */
    SegmentWriter writer() {
        return writer;
    }

    /** Number of the newest entry, 0 if there is none. */
    long last() {
        return last;
    }

    /** Whether the next entry belongs into a new segment. */
    boolean full() {
        return writer.length() >= segmentBytes;
    }

    /** Syncs the segment and begins the next one, whose header names the accesses that are open. */
    void roll(Map<Long, Long> requestsByOpening) throws IOException {
        writer.force();
        SegmentWriter before = writer;
        writer = begin(requestsByOpening);
        before.close();
    }

    /** Appends an entry and returns its number. If this fails, nothing was appended. */
    long append(Instant at, String entry) throws IOException {
        ChainedLine line = ChainedLine.after(head, EntryCodec.numbered(last + 1, at, entry));
        writer.append(line.toBytes());
        head = line.head();
        last++;
        return last;
    }

    private SegmentWriter begin(Map<Long, Long> requestsByOpening) throws IOException {
        ChainedLine header = ChainedLine.after(head, EntryCodec.header(last + 1, requestsByOpening));
        Path path = segments.file(last + 1);
        Files.deleteIfExists(path); // of an attempt that failed before its header was written
        SegmentWriter next = new SegmentWriter(segments.create(path), 0);
        try {
            next.append(header.toBytes());
            next.force();
            segments.syncFolder();
        } catch (IOException e) {
            next.close();
            Files.deleteIfExists(path);
            throw e;
        }
        head = header.head();
        return next;
    }

    @Override
    public void close() throws IOException {
        try {
            writer.close();
        } finally {
            lockFile.close();
        }
    }
}
