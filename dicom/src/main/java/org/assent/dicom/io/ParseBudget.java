package org.assent.dicom.io;

import org.assent.dicom.DicomParseException;
import org.assent.dicom.DicomParseException.Reason;

/** Counts what one file has used of its {@link ParseLimits}. */
final class ParseBudget {
    private final ParseLimits limits;
    private int elements;
    private long bytes;

    ParseBudget(ParseLimits limits) {
        this.limits = limits;
    }

    void countElement() throws DicomParseException {
        if (++elements > limits.maxElements()) {
            throw tooLarge("more than " + limits.maxElements() + " data elements and items");
        }
    }

    void countBytes(long length) throws DicomParseException {
        bytes += length;
        if (bytes > limits.maxMemoryBytes()) {
            throw tooLarge("more than " + limits.maxMemoryBytes() + " bytes of values outside bulk data");
        }
    }

    void checkFragments(int count) throws DicomParseException {
        if (count > limits.maxFragments()) {
            throw tooLarge("more than " + limits.maxFragments() + " fragments of pixel data");
        }
    }

    void checkDepth(int depth) throws DicomParseException {
        if (depth > limits.maxDepth()) {
            throw new DicomParseException(
                    Reason.TOO_DEEP,
                    "Sequences are nested more than " + limits.maxDepth() + " deep; that is the most.");
        }
    }

    private static DicomParseException tooLarge(String what) {
        return new DicomParseException(Reason.TOO_LARGE, "The file has " + what + "; that is the most.");
    }
}
