package org.assent.audit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.assent.ledger.bytes.Bytes32;

/**
 * Finds at start where the log goes on: the end of the chain in the newest segment, what lies behind it, and which
 * accesses were open.
 *
 * @param segment the segment to append to; empty if there is none
 * @param length how many of its bytes are good
 * @param last number of the newest entry, 0 if there is none
 * @param head the chain's head
 * @param open requests so far of each access that was not closed, by the number of its opening
 * @param repair what was cut off; empty if nothing was
 */
record LogOpening(
        Optional<Path> segment, long length, long last, Bytes32 head, Map<Long, Long> open, Optional<Repair> repair) {

    /**
     * Bytes behind the last good line, kept beside the segment.
     *
     * @param segment name of the segment
     * @param afterEntry number of the last good entry
     * @param bytes how many were cut
     * @param completeLines how many complete lines were among them; more than 0 is not a mere torn write
     * @param keptAs name of the file that holds them
     */
    record Repair(String segment, long afterEntry, long bytes, long completeLines, String keptAs) {}

    static LogOpening of(Segments segments) throws IOException {
        List<Path> files = segments.list();
        Optional<Repair> repair = Optional.empty();
        for (int i = files.size() - 1; i >= 0; i--) {
            Scan scan = new Scan(files.get(i), i == 0 ? ChainedLine.START : headBefore(files.get(i - 1)));
            if (scan.good < Files.size(files.get(i))) {
                repair = Optional.of(setAside(segments, files.get(i), scan));
            }
            if (scan.good > 0) {
                return new LogOpening(Optional.of(files.get(i)), scan.good, scan.last, scan.head, scan.open, repair);
            }
            Files.delete(files.get(i)); // not even its header got to disk: the one before goes on
            segments.syncFolder();
        }
        return new LogOpening(Optional.empty(), 0, 0, ChainedLine.START, Map.of(), repair);
    }

    /** The head after the last line of a segment that was synced when it ended. */
    private static Bytes32 headBefore(Path segment) throws IOException {
        Bytes32 head = ChainedLine.START;
        try (Lines lines = new Lines(segment)) {
            for (byte[] line = lines.next(); line.length > 0; line = lines.next()) {
                head = ChainedLine.headOf(line);
            }
        }
        return head;
    }

    private static Repair setAside(Segments segments, Path segment, Scan scan) throws IOException {
        byte[] tail;
        try (InputStream in = Files.newInputStream(segment)) {
            in.skipNBytes(scan.good);
            tail = in.readAllBytes();
        }
        long lines = 0;
        for (byte b : tail) {
            lines += b == '\n' ? 1 : 0;
        }
        String kept = segment.getFileName() + ".cut-after-" + scan.last;
        Path beside = segments.folder().resolve(kept);
        Files.deleteIfExists(beside);
        Files.write(segments.create(beside), tail);
        segments.syncFolder();
        return new Repair(segment.getFileName().toString(), scan.last, tail.length, lines, kept);
    }

    /** Follows the chain through one segment as far as it holds. */
    private static final class Scan {
        private long good;
        private long last;
        private Bytes32 head;
        private final Map<Long, Long> open = new TreeMap<>();

        Scan(Path segment, Bytes32 before) throws IOException {
            head = before;
            last = Segments.first(segment) - 1;
            boolean header = true;
            try (Lines lines = new Lines(segment)) {
                for (byte[] line = lines.next(); line.length > 0; line = lines.next()) {
                    Optional<ChainedLine> read = ChainedLine.read(head, line);
                    if (read.isEmpty()) {
                        return;
                    }
                    String json = read.orElseThrow().json();
                    if (header) {
                        open.putAll(EntryCodec.readHeader(json).requestsByOpening());
                        header = false;
                    } else {
                        take(EntryCodec.read(json));
                    }
                    head = read.orElseThrow().head();
                    good = lines.taken();
                }
            }
        }

        private void take(AccessEntry entry) {
            last = entry.sequence();
            switch (entry) {
                case AccessEntry.Opened opened -> open.put(opened.sequence(), 1L);
                case AccessEntry.Joined joined ->
                    open.computeIfPresent(joined.opening(), (n, requests) -> requests + 1);
                case AccessEntry.Closed closed -> open.remove(closed.opening());
                case AccessEntry.Refused refused -> {}
                case AccessEntry.Security security -> {}
            }
        }
    }
}
