package org.assent.dicom.pixel;

import java.util.List;

/**
 * Where one frame lies.
 *
 * @param segments its ranges, in order; of a deflated file in its inflated data set
 * @param leadingBits the bits of the first byte, from the least significant, that belong to the frame before; 0 to 7
 */
public record Frame(List<Segment> segments, int leadingBits) {
    /** Copies the list. */
    public Frame {
        segments = List.copyOf(segments);
    }

    /** The bytes of all segments together. */
    public long length() {
        return segments.stream().mapToLong(Segment::length).sum();
    }
}
