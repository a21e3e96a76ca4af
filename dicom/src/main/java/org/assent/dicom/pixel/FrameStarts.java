package org.assent.dicom.pixel;

import java.util.Arrays;

/** Which fragments make which frame: frame i has the fragments from {@code first(i)} to before {@code first(i + 1)}. */
public final class FrameStarts {
    private final int[] starts;

    private FrameStarts(int[] starts) {
        this.starts = starts;
    }

    /**
     * Copies the indices.
     *
     * @param starts strictly ascending from 0; the last one is the number of fragments
     */
    static FrameStarts of(int[] starts) {
        if (starts.length < 2 || starts[0] != 0) {
            throw new IllegalArgumentException("a first fragment for each frame, and the number of fragments");
        }
        for (int i = 1; i < starts.length; i++) {
            if (starts[i] <= starts[i - 1]) {
                throw new IllegalArgumentException("frame " + i + " has no fragment");
            }
        }
        return new FrameStarts(starts.clone());
    }

    /** The number of frames. */
    public int frames() {
        return starts.length - 1;
    }

    /** The index of the first fragment of frame {@code index} (from 0); for the number of frames, that of fragments. */
    public int first(int index) {
        return starts[index];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FrameStarts that && Arrays.equals(starts, that.starts);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(starts);
    }
}
