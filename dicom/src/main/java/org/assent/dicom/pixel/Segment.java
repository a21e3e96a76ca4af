package org.assent.dicom.pixel;

/**
 * A range of the stored file.
 *
 * @param offset where it starts, in bytes
 * @param length its number of bytes
 */
public record Segment(long offset, long length) {
    /** Checks that neither is negative. */
    public Segment {
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException("segment at " + offset + " of length " + length);
        }
    }

    /** The first byte behind it. */
    public long end() {
        return offset + length;
    }
}
