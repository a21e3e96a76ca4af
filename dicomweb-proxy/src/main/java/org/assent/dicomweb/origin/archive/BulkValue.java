package org.assent.dicomweb.origin.archive;

import org.assent.dicom.AttributePath;
import org.assent.ledger.bytes.Bytes;

/**
 * Where a value that metadata gives by reference is found again.
 *
 * @param path the way to the attribute
 * @param place where its bytes are
 */
public record BulkValue(AttributePath path, Place place) {

    /** Where bytes are. */
    public sealed interface Place {
        /** In the instance's file, words of {@code swap} bytes to be turned round. */
        record InFile(long offset, long length, int swap) implements Place {}

        /** A copy in the sidecar, since the file has it compressed. */
        record Copied(Bytes bytes) implements Place {}

        /** The frames of encapsulated pixel data. */
        record Frames() implements Place {}
    }
}
