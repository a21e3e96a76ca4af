package org.assent.dicomweb.multipart;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * One part of an answer.
 *
 * @param contentType its media type, with the transfer syntax where PS3.18 §8.7.3.5 wants it
 * @param location absolute URL of what it represents, or null
 * @param length its number of bytes, or -1 if that shows only when it is written
 * @param body writes exactly these bytes
 */
public record OutgoingPart(String contentType, @Nullable String location, long length, Body body) {

    /** Writes the content of a part. */
    @FunctionalInterface
    public interface Body {
        /** Writes all of it. */
        void writeTo(OutputStream out) throws IOException;
    }
}
