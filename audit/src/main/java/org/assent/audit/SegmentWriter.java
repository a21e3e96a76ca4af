package org.assent.audit;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/**
 * Appends to one segment. Appending is guarded by the log's lock; {@link #force()} may run beside it.
 *
 * <p>Not a {@code FileChannel} on purpose: an interrupt of a request's thread would close the channel for everybody.
 */
final class SegmentWriter implements AutoCloseable {

    private final RandomAccessFile file;
    private final Object syncing = new Object();
    private long length;
    private boolean torn;
    private boolean closed;

    /** Opens an existing file and appends after {@code length} bytes; what lies behind them is cut off. */
    SegmentWriter(Path path, long length) throws IOException {
        this.file = new RandomAccessFile(path.toFile(), "rw");
        this.length = length;
        file.setLength(length);
    }

    long length() {
        return length;
    }

    /** Writes all bytes to the operating system, or none: half a line is cut off again, now or before the next one. */
    void append(byte[] line) throws IOException {
        if (torn) {
            file.setLength(length);
            torn = false;
        }
        file.seek(length);
        try {
            file.write(line);
        } catch (IOException e) {
            torn = true;
            throw e;
        }
        length += line.length;
    }

    /** Makes everything appended so far durable. Does nothing once closed, since closing did it. */
    void force() throws IOException {
        synchronized (syncing) {
            if (!closed) {
                file.getFD().sync();
            }
        }
    }

    /** Makes everything durable and closes the file. */
    @Override
    public void close() throws IOException {
        synchronized (syncing) {
            if (!closed) {
                try {
                    file.getFD().sync();
                } finally {
                    closed = true;
                    file.close();
                }
            }
        }
    }
}
