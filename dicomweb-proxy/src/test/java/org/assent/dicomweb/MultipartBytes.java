package org.assent.dicomweb;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assent.dicomweb.multipart.MultipartLimits;
import org.assent.dicomweb.multipart.MultipartReader;

/** Multipart messages in memory. */
final class MultipartBytes {

    private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)\"?");

    private MultipartBytes() {}

    /** One part of an answer. */
    static final class Part {
        private final Map<String, String> headers;
        private final byte[] body;

        Part(Map<String, String> headers, byte[] body) {
            this.headers = headers;
            this.body = body;
        }

        Map<String, String> headers() {
            return headers;
        }

        byte[] body() {
            return body;
        }
    }

    static byte[] of(String boundary, String type, List<byte[]> bodies) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] body : bodies) {
            out.writeBytes(
                    ("--" + boundary + "\r\nContent-Type: " + type + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            out.writeBytes(body);
            out.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        out.writeBytes(("--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }

    static List<Part> parts(HttpResponse<byte[]> response) throws IOException {
        Matcher boundary =
                BOUNDARY.matcher(response.headers().firstValue("Content-Type").orElse(""));
        if (!boundary.find()) {
            throw new IOException("no multipart answer: " + response.statusCode() + " " + response.headers());
        }
        MultipartReader reader = new MultipartReader(
                new ByteArrayInputStream(response.body()),
                boundary.group(1),
                new MultipartLimits(100_000, 8_192, Long.MAX_VALUE));
        List<Part> parts = new ArrayList<>();
        for (MultipartReader.Part part = reader.next(); part != null; part = reader.next()) {
            parts.add(new Part(part.headers(), part.body().readAllBytes()));
        }
        return parts;
    }
}
