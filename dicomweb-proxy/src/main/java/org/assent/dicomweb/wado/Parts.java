package org.assent.dicomweb.wado;

import java.io.IOException;
import java.util.List;
import org.assent.dicomweb.enforcement.Release;
import org.assent.dicomweb.http.Exchange;
import org.assent.dicomweb.multipart.MultipartWriter;
import org.assent.dicomweb.multipart.OutgoingPart;

/** Writes parts as one multipart answer, or a single one as the answer itself. */
final class Parts {

    private Parts() {}

    /**
     * Writes them.
     *
     * @param type media type of the parts, without parameters
     * @param single whether the only part is the answer itself
     */
    static void write(Exchange exchange, Release release, String type, List<OutgoingPart> parts, boolean single)
            throws IOException {
        exchange.response().setHeader("Cache-Control", "private, no-store");
        if (single) {
            writeSingle(exchange, release, parts.get(0));
            return;
        }
        MultipartWriter writer = MultipartWriter.create();
        exchange.response().setContentType(writer.contentType(type));
        long length = writer.length(parts);
        if (length >= 0) {
            exchange.response().setContentLengthLong(length);
        }
        if (exchange.isHead()) {
            return;
        }
        for (OutgoingPart part : parts) {
            writer.write(part, release.output());
            release.count(1);
        }
        writer.end(release.output());
    }

    private static void writeSingle(Exchange exchange, Release release, OutgoingPart part) throws IOException {
        exchange.response().setContentType(part.contentType());
        if (part.location() != null) {
            exchange.response().setHeader("Content-Location", part.location());
        }
        if (part.length() >= 0) {
            exchange.response().setContentLengthLong(part.length());
        }
        if (!exchange.isHead()) {
            part.body().writeTo(release.output());
            release.count(1);
        }
    }
}
