package org.assent.dicom.source;

import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that a deflated range of another source stands for (RFC 1951, PS3.5 A.5).
 *
 * <p>Nothing inflated is kept: reading forwards goes on where the last read ended, reading backwards starts again. The
 * memory used does not depend on the size of the data. Thread-safe, one reader at a time.
 */
public final class InflatedSource implements ByteSource {
    private static final int CHUNK = 16 * 1024;

    private final ByteSource deflated;
    private final long start;
    private final long size;
    private @Nullable Inflater inflater;
    private long inputPosition;
    private long outputPosition;
    private final byte[] input = new byte[CHUNK];
    private final byte[] skipped = new byte[CHUNK];

    private InflatedSource(ByteSource deflated, long start, long size) {
        this.deflated = deflated;
        this.start = start;
        this.size = size;
    }

    /**
     * Inflates once, to know the size and that the stream is whole.
     *
     * @param deflated the source of the deflated bytes; stays open when this one is closed
     * @param start where the deflated stream starts
     * @param maxSize the largest inflated size to accept, in bytes
     * @throws DataFormatException if the range is not a whole deflate stream
     * @throws InflatedTooLargeException if it inflates to more than {@code maxSize} bytes
     */
    public static InflatedSource open(ByteSource deflated, long start, long maxSize)
            throws IOException, DataFormatException {
        try (InflatedSource measuring = new InflatedSource(deflated, start, Long.MAX_VALUE)) {
            return new InflatedSource(deflated, start, measuring.measure(maxSize));
        }
    }

    /** A source whose inflated size is known from an earlier {@link #open}. */
    public static InflatedSource ofKnownSize(ByteSource deflated, long start, long size) {
        return new InflatedSource(deflated, start, size);
    }

    /** Where the deflated stream starts. */
    public long start() {
        return start;
    }

    /** The deflated stream stands for more bytes than the caller allows. */
    public static final class InflatedTooLargeException extends IOException {
        private static final long serialVersionUID = 1L;

        private InflatedTooLargeException(long maxSize) {
            super("the deflated data set inflates to more than " + maxSize + " bytes");
        }
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public synchronized int read(long position, byte[] target, int offset, int length) throws IOException {
        if (position >= size) {
            return -1;
        }
        try {
            if (inflater == null || position < outputPosition) {
                restart();
            }
            while (outputPosition < position) {
                if (inflate(skipped, 0, (int) Math.min(CHUNK, position - outputPosition)) < 0) {
                    return -1;
                }
            }
            return inflate(target, offset, length);
        } catch (DataFormatException e) {
            throw new IOException("the deflated data set changed while it was read", e);
        }
    }

    @Override
    public synchronized void close() {
        end();
    }

    private synchronized long measure(long maxSize) throws IOException, DataFormatException {
        restart();
        while (inflate(skipped, 0, CHUNK) >= 0) {
            if (outputPosition > maxSize) {
                throw new InflatedTooLargeException(maxSize);
            }
        }
        return outputPosition;
    }

    private void restart() {
        end();
        inflater = new Inflater(true);
        inputPosition = start;
        outputPosition = 0;
    }

    private void end() {
        if (inflater != null) {
            inflater.end();
            inflater = null;
        }
    }

    /** Inflates at least one byte, or gives -1 at the end of the stream. */
    private int inflate(byte[] target, int offset, int length) throws IOException, DataFormatException {
        Inflater current = inflater;
        if (current == null) {
            throw new IllegalStateException("not started");
        }
        while (!current.finished()) {
            int count = current.inflate(target, offset, length);
            if (count > 0) {
                outputPosition += count;
                return count;
            }
            if (current.needsDictionary()) {
                throw new DataFormatException("a preset dictionary is asked for");
            }
            if (current.needsInput()) {
                int read = deflated.read(inputPosition, input, 0, CHUNK);
                if (read < 0) {
                    throw new DataFormatException("the stream ends early");
                }
                inputPosition += read;
                current.setInput(input, 0, read);
            }
        }
        return -1;
    }
}
