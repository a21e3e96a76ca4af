package org.assent.dicom.source;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The bytes of one file, read at any position.
 *
 * <p>Thread-safe: several frames may be read at once. Values and frames that point into a source can be read until it is
 * closed.
 */
public interface ByteSource extends Closeable {
    /** The number of bytes, fixed for the life of the source. */
    long size();

    /**
     * Reads up to {@code length} bytes from {@code position}.
     *
     * @return the number of bytes read, at least 1, or -1 if {@code position} is at or past the end
     */
    int read(long position, byte[] target, int offset, int length) throws IOException;

    /**
     * Fills a part of {@code target}.
     *
     * @throws EOFException if the source ends before
     */
    default void readFully(long position, byte[] target, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            int count = read(position + done, target, offset + done, length - done);
            if (count < 0) {
                throw new EOFException("only " + done + " of " + length + " bytes at position " + position);
            }
            done += count;
        }
    }

    /**
     * Copies a range to {@code out} through a small buffer.
     *
     * @throws EOFException if the source ends before
     */
    default void copyTo(long position, long length, OutputStream out) throws IOException {
        byte[] buffer = new byte[(int) Math.min(length, 64 * 1024)];
        long done = 0;
        while (done < length) {
            int count = (int) Math.min(buffer.length, length - done);
            readFully(position + done, buffer, 0, count);
            out.write(buffer, 0, count);
            done += count;
        }
    }

    @Override
    void close() throws IOException;
}
