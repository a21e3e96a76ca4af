package org.assent.dicom.pixel;

import org.assent.dicom.data.FragmentPositions;

/** How the frames of an instance lie in its file. */
public sealed interface FrameLayout {
    /** The number of frames that can be read. */
    int frames();

    /** There is no pixel data. */
    record NoPixels() implements FrameLayout {
        @Override
        public int frames() {
            return 0;
        }
    }

    /**
     * Uncompressed frames one behind the other, without padding between them (PS3.5 §8.1.1).
     *
     * @param value where the value of Pixel Data lies, in the file or, if deflated, in the inflated data set
     * @param frames the number of frames
     * @param bitsPerFrame the bits of a frame; not a multiple of 8 only if Bits Allocated is 1
     * @param swap the words whose bytes must be turned round to get little endian: 1 for none, 2, 4 or 8
     * @param deflated where the deflated data set lies in the file and how long it is inflated, or length 0 if it is not
     */
    record Native(Segment value, int frames, long bitsPerFrame, int swap, Segment deflated) implements FrameLayout {
        /** Whether the data set is deflated, so that {@link #value} counts in its inflated bytes. */
        public boolean isDeflated() {
            return deflated.length() > 0;
        }

        /** The bytes behind the last frame; one for padding, more if the file has more than its description says. */
        public long excessBytes() {
            return value.length() - (frames * bitsPerFrame + 7) / 8;
        }
    }

    /**
     * Compressed frames, each in one fragment or several (PS3.5 A.4).
     *
     * @param positions the contents of all fragments, in order
     * @param firstFragments for each frame the index of its first fragment, then the number of fragments
     * @param value where the value of Pixel Data lies, from the first item to the end of the delimiter
     */
    record Encapsulated(FragmentPositions positions, FrameStarts firstFragments, Segment value) implements FrameLayout {
        @Override
        public int frames() {
            return firstFragments.frames();
        }
    }

    /**
     * Pixel data whose frames cannot be told apart: stored and retrieved as a whole only.
     *
     * @param fault why, for people
     * @param value where the value of Pixel Data lies in the file; empty if the file is deflated or has a sequence
     *     there
     */
    record NotIndexable(String fault, Segment value) implements FrameLayout {
        @Override
        public int frames() {
            return 0;
        }
    }
}
