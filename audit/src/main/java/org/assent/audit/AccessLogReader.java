package org.assent.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.assent.ledger.bytes.Bytes32;
import org.jspecify.annotations.Nullable;

/**
 * Reads entries in order, from any number on, while the log is written. Gives only what is on disk, so a power cut takes
 * nothing back, and checks that each line continues the chain. Reading on costs what is new. For one thread.
 */
public final class AccessLogReader implements AutoCloseable {

    private final Segments segments;
    private final LongSupplier durable;
    private @Nullable Lines lines;
    private Bytes32 head = ChainedLine.START;
    private long next = -1;

    AccessLogReader(Segments segments, LongSupplier durable) {
        this.segments = segments;
        this.durable = durable;
    }

    /**
     * Entries after the given number, in order, at most {@code limit}; empty if there are none yet.
     *
     * @throws UncheckedIOException if the files cannot be read, or the chain is broken
     */
    public List<AccessEntry> after(long sequence, int limit) {
        return linesAfter(sequence, limit).stream().map(LoggedLine::entry).toList();
    }

    /**
     * The same, each with the text that the log has of it.
     *
     * @throws UncheckedIOException as {@link #after}
     */
    public List<LoggedLine> linesAfter(long sequence, int limit) {
        List<LoggedLine> entries = new ArrayList<>();
        try {
            long end = durable.getAsLong();
            for (long wanted = sequence + 1; wanted <= end && entries.size() < limit; wanted++) {
                LoggedLine entry = LoggedLine.read(line(wanted));
                if (entry.entry().sequence() != wanted) {
                    throw new IOException("entry " + wanted + " of the access log is not in its place");
                }
                entries.add(entry);
            }
            return entries;
        } catch (IOException e) {
            close();
            throw new UncheckedIOException("the access log cannot be read", e);
        }
    }

    private String line(long wanted) throws IOException {
        if (next == wanted) {
            Optional<String> read = advance();
            if (read.isPresent()) {
                return read.orElseThrow();
            }
        }
        seek(wanted); // the segment ended, or what was buffered of its end was replaced since
        return advance().orElseThrow(() -> new IOException("the chain is broken at entry " + wanted));
    }

    private Optional<String> advance() throws IOException {
        Lines in = lines;
        byte[] line = in == null ? new byte[0] : in.next();
        Optional<ChainedLine> read = ChainedLine.read(head, line);
        if (read.isPresent()) {
            head = read.orElseThrow().head();
            next++;
        }
        return read.map(ChainedLine::json);
    }

    private void seek(long wanted) throws IOException {
        close();
        Path segment = segments.list().stream()
                .filter(path -> Segments.first(path) <= wanted)
                .reduce((first, second) -> second)
                .orElseThrow(() -> new IOException("entry " + wanted + " of the access log is not kept"));
        Lines in = new Lines(segment);
        lines = in;
        for (long skip = Segments.first(segment) - 1; skip < wanted; skip++) { // the header is the first to skip
            head = ChainedLine.headOf(in.next());
        }
        next = wanted;
    }

    @Override
    public void close() {
        Lines in = lines;
        lines = null;
        next = -1;
        if (in != null) {
            try {
                in.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
