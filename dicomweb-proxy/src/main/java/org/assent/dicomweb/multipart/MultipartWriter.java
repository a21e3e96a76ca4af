package org.assent.dicomweb.multipart;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/**
 * Writes a multipart/related message as a stream.
 *
 * <p>RFC 2387 and PS3.18 §8.6.1.2. The boundary is a random UUID made for this answer, so that nothing stored
 * before can hold it.
 */
public final class MultipartWriter {

    private final String boundary;

    private MultipartWriter(String boundary) {
        this.boundary = boundary;
    }

    /** A writer with a boundary of its own. */
    public static MultipartWriter create() {
        return new MultipartWriter("assent-" + UUID.randomUUID());
    }

    /** A writer with a given boundary, for golden files. */
    static MultipartWriter withBoundary(String boundary) {
        return new MultipartWriter(boundary);
    }

    /**
     * Content-Type of the whole message.
     *
     * @param type media type of the parts, without parameters
     */
    public String contentType(String type) {
        return "multipart/related; type=\"" + type + "\"; boundary=\"" + boundary + "\"";
    }

    /** Bytes of the whole message, or -1 if a part does not know its own. */
    public long length(List<OutgoingPart> parts) {
        long total = end().length;
        for (OutgoingPart part : parts) {
            if (part.length() < 0) {
                return -1;
            }
            total += head(part).length + part.length() + 2;
        }
        return total;
    }

    /** Writes one part. */
    public void write(OutgoingPart part, OutputStream out) throws IOException {
        out.write(head(part));
        part.body().writeTo(out);
        out.write('\r');
        out.write('\n');
    }

    /** Writes the closing delimiter. */
    public void end(OutputStream out) throws IOException {
        out.write(end());
    }

    private byte[] head(OutgoingPart part) {
        StringBuilder head =
                new StringBuilder(256).append("--").append(boundary).append("\r\n");
        head.append("Content-Type: ").append(part.contentType()).append("\r\n");
        if (part.location() != null) {
            head.append("Content-Location: ").append(part.location()).append("\r\n");
        }
        if (part.length() >= 0) {
            head.append("Content-Length: ").append(part.length()).append("\r\n");
        }
        return head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    private byte[] end() {
        return ("--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII);
    }
}
