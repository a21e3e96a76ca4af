package org.assent.dicom.json;

import java.util.function.Function;
import org.assent.dicom.AttributePath;
import org.assent.dicom.Tag;
import org.assent.dicom.data.DataElement;
import org.assent.dicom.data.Value;
import org.jspecify.annotations.Nullable;

/** Decides which values DICOM JSON has by reference, and under which URI (PS3.18 F.2.2). */
@FunctionalInterface
public interface BulkDataPolicy {
    /** The threshold of this project in bytes: longer values go by reference. */
    int STANDARD_THRESHOLD = 1024;

    /**
     * The URI of a value, or null to have it in the JSON itself.
     *
     * <p>Asked for each value that is not empty and whose value representation allows a reference.
     *
     * @param path the way to the element
     * @param element the element
     */
    @Nullable
    String uri(AttributePath path, DataElement element);

    /** Everything in the JSON itself. */
    static BulkDataPolicy inline() {
        return (path, element) -> null;
    }

    /**
     * Pixel data, and what is longer than {@code threshold} bytes, by reference.
     *
     * @param threshold a length in bytes, such as {@link #STANDARD_THRESHOLD}
     * @param uri makes the absolute URI of the value at a path; the path's text form needs no escaping in a URI
     */
    static BulkDataPolicy above(int threshold, Function<AttributePath, String> uri) {
        return (path, element) -> {
            boolean reference =
                    switch (element.value()) {
                        case Value.Bytes bytes -> isPixels(element.tag()) || bytes.length() > threshold;
                        case Value.Stored stored -> isPixels(element.tag()) || stored.length() > threshold;
                        case Value.Fragments ignored -> true;
                        case Value.Reference ignored -> true;
                        case Value.Items ignored -> false;
                    };
            return reference ? uri.apply(path) : null;
        };
    }

    private static boolean isPixels(Tag tag) {
        return tag.equals(Tag.PIXEL_DATA)
                || tag.equals(Tag.FLOAT_PIXEL_DATA)
                || tag.equals(Tag.DOUBLE_FLOAT_PIXEL_DATA);
    }
}
