package org.assent.dicom.io;

import java.io.IOException;
import org.assent.dicom.DicomParseException;
import org.assent.dicom.DicomParseException.Reason;
import org.assent.dicom.source.ByteSource;

/**
 * A reading position in a source, with a small buffer ahead of it.
 *
 * <p>Never allocates from a length that the file declares before that many bytes are known to be there.
 */
final class Cursor {
    private static final int BUFFER = 8 * 1024;

    private final ByteSource source;
    private final byte[] buffer = new byte[BUFFER];
    private long bufferStart;
    private int bufferLength;
    private long position;

    Cursor(ByteSource source, long position) {
        this.source = source;
        this.position = position;
    }

    ByteSource source() {
        return source;
    }

    long position() {
        return position;
    }

    void position(long target) {
        position = target;
    }

    long remaining() {
        return source.size() - position;
    }

    /** Whether {@code count} more bytes are there, {@code count} at most a few; loads them. */
    private boolean load(int count) throws IOException {
        long ahead = position - bufferStart;
        if (ahead >= 0 && ahead + count <= bufferLength) {
            return true;
        }
        bufferStart = position;
        bufferLength = 0;
        while (bufferLength < count) {
            int read = source.read(position + bufferLength, buffer, bufferLength, BUFFER - bufferLength);
            if (read < 0) {
                return false;
            }
            bufferLength += read;
        }
        return true;
    }

    private int take(int count) throws IOException, DicomParseException {
        if (!load(count)) {
            throw new DicomParseException(
                    Reason.TRUNCATED,
                    "The file ends at byte " + source.size()
                            + ", inside a data element or item header that starts near byte " + position + ".");
        }
        int at = (int) (position - bufferStart);
        position += count;
        return at;
    }

    int u8() throws IOException, DicomParseException {
        return buffer[take(1)] & 0xFF;
    }

    int u16(boolean bigEndian) throws IOException, DicomParseException {
        int at = take(2);
        int first = buffer[at] & 0xFF;
        int second = buffer[at + 1] & 0xFF;
        return bigEndian ? (first << 8) | second : (second << 8) | first;
    }

    long u32(boolean bigEndian) throws IOException, DicomParseException {
        long first = u16(bigEndian);
        long second = u16(bigEndian);
        return bigEndian ? (first << 16) | second : (second << 16) | first;
    }

    /** The next {@code length} bytes, which the caller knows to be there. */
    byte[] bytes(int length) throws IOException {
        byte[] bytes = new byte[length];
        long ahead = position - bufferStart;
        if (ahead >= 0 && ahead + length <= bufferLength) {
            System.arraycopy(buffer, (int) ahead, bytes, 0, length);
        } else if (length <= BUFFER && load(length)) {
            System.arraycopy(buffer, 0, bytes, 0, length);
        } else {
            source.readFully(position, bytes, 0, length);
        }
        position += length;
        return bytes;
    }
}
