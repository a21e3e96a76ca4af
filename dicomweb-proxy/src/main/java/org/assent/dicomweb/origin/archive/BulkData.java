package org.assent.dicomweb.origin.archive;

import java.io.IOException;
import java.io.OutputStream;
import org.assent.dicom.data.Value;
import org.assent.dicom.source.FileSource;
import org.assent.dicomweb.origin.archive.BulkValue.Place;

/** A value that metadata gives by reference. */
public sealed interface BulkData {

    /** One run of bytes, in little endian. */
    record Bytes(long length, Writer writer) implements BulkData {}

    /** The frames of compressed pixel data, each in its own part (PS3.18 §8.7.3.3). */
    record Frames() implements BulkData {}

    /** Writes a value. */
    @FunctionalInterface
    interface Writer {
        /**
         * Writes all of it.
         *
         * @param source the instance's file
         */
        void writeTo(FileSource source, OutputStream out) throws IOException;
    }

    /** The value at a place. */
    static BulkData of(BulkValue value) {
        return switch (value.place()) {
            case Place.InFile(long offset, long length, int swap) ->
                new Bytes(length, (source, out) -> new Value.Stored(source, offset, length, swap).writeTo(out));
            case Place.Copied(var bytes) -> new Bytes(bytes.length(), (source, out) -> out.write(bytes.toByteArray()));
            case Place.Frames() -> new Frames();
        };
    }
}
