package org.assent.dicom.source;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/** A source over an array in memory. The array is not copied and must not be changed. */
public final class BytesSource implements ByteSource {
    private final byte[] bytes;

    private BytesSource(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A source over all of {@code bytes}. */
    public static BytesSource of(byte[] bytes) {
        return new BytesSource(Objects.requireNonNull(bytes));
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public int read(long position, byte[] target, int offset, int length) {
        if (position >= bytes.length) {
            return -1;
        }
        int count = (int) Math.min(length, bytes.length - position);
        System.arraycopy(bytes, (int) position, target, offset, count);
        return count;
    }

    @Override
    public void copyTo(long position, long length, OutputStream out) throws IOException {
        Objects.checkFromIndexSize(position, length, (long) bytes.length);
        out.write(bytes, (int) position, (int) length);
    }

    @Override
    public void close() {
        // nothing is held
    }
}
