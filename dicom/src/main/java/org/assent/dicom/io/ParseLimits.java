package org.assent.dicom.io;

/**
 * What a file may ask of the memory of its reader. All counts are for one file.
 *
 * @param maxDepth the deepest nesting of sequences
 * @param maxElements the most data elements and items, at all levels together
 * @param maxFragments the most fragments of encapsulated pixel data
 * @param maxMemoryBytes the most value bytes held in memory; larger values stay in the file
 * @param maxInflatedBytes the largest size of a deflated data set once inflated
 */
public record ParseLimits(int maxDepth, int maxElements, int maxFragments, long maxMemoryBytes, long maxInflatedBytes) {
    /** Checks that every limit is positive. */
    public ParseLimits {
        if (maxDepth < 1 || maxElements < 1 || maxFragments < 1 || maxMemoryBytes < 1 || maxInflatedBytes < 1) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }

    /**
     * Limits that every object of the sample sets meets many times over, and that keep a parse under some 100 MB. What is
     * deflated is copied where it is read again, so it may be no larger than what is held in memory otherwise.
     */
    public static ParseLimits standard() {
        return new ParseLimits(32, 500_000, 1_000_000, 32L << 20, 32L << 20);
    }
}
