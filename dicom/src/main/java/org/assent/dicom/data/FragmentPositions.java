package org.assent.dicom.data;

import java.util.Arrays;
import java.util.Objects;

/** Where the fragments of one encapsulated value start and how long they are. Immutable, 16 bytes a fragment. */
public final class FragmentPositions {
    private final long[] offsets;
    private final long[] lengths;

    private FragmentPositions(long[] offsets, long[] lengths) {
        this.offsets = offsets;
        this.lengths = lengths;
    }

    /** The number of fragments. */
    public int count() {
        return offsets.length;
    }

    /** Where the content of fragment {@code index} (from 0) starts in its source, behind the item header. */
    public long offset(int index) {
        return offsets[index];
    }

    /** The number of bytes of fragment {@code index} (from 0), padding included. */
    public long length(int index) {
        return lengths[index];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FragmentPositions that
                && Arrays.equals(offsets, that.offsets)
                && Arrays.equals(lengths, that.lengths);
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(offsets), Arrays.hashCode(lengths));
    }

    /** Collects positions. */
    public static final class Builder {
        private long[] offsets = new long[4];
        private long[] lengths = new long[4];
        private int count;

        /** Adds the next fragment. */
        public Builder add(long offset, long length) {
            if (count == offsets.length) {
                offsets = Arrays.copyOf(offsets, count * 2);
                lengths = Arrays.copyOf(lengths, count * 2);
            }
            offsets[count] = offset;
            lengths[count++] = length;
            return this;
        }

        /** The number added so far. */
        public int count() {
            return count;
        }

        /** The positions added so far. */
        public FragmentPositions build() {
            return new FragmentPositions(Arrays.copyOf(offsets, count), Arrays.copyOf(lengths, count));
        }
    }
}
