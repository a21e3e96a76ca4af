package org.assent.acceptance;

import io.restassured.http.Header;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Answers compared and taken apart. */
final class Answers {

    private static final Set<String> BLANKED = Set.of("date", "last-modified", "x-request-id", "assent-receipt");

    private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)");

    private Answers() {}

    /**
     * Status, headers and body as text, with what must differ blanked: the times, request id, receipt id, and the UID that was
     * asked for.
     */
    static String blanked(Response response, String askedUid) {
        String headers = response.getHeaders().asList().stream()
                .map(Answers::blanked)
                .sorted()
                .collect(Collectors.joining("\n"));
        String requestId = response.getHeader("X-Request-Id");
        String body = response.asString().replace(askedUid, "<uid>");
        body = requestId == null ? body : body.replace(requestId, "<request>");
        body = body.replaceAll("\"(id|lastUpdated)\"\\s*:\\s*\"[^\"]*\"", "\"$1\":\"<blank>\"");
        return response.statusCode() + "\n" + headers + "\n\n" + body;
    }

    private static String blanked(Header header) {
        String name = header.getName().toLowerCase(Locale.ROOT);
        return name + ": " + (BLANKED.contains(name) ? "<blank>" : header.getValue());
    }

    /** The bodies of all parts of a multipart answer (RFC 2046 §5.1), in their order. */
    static List<byte[]> parts(Response response) {
        Matcher boundary = BOUNDARY.matcher(response.contentType());
        if (!boundary.find()) {
            throw new AssertionError("not multipart: " + response.contentType());
        }
        String delimiter = "\r\n--" + boundary.group(1);
        byte[] body = response.asByteArray();
        String text = "\r\n" + new String(body, StandardCharsets.ISO_8859_1);
        List<byte[]> parts = new ArrayList<>();
        int at = text.indexOf(delimiter);
        for (int next = text.indexOf(delimiter, at + 1); next > 0; next = text.indexOf(delimiter, at + 1)) {
            int start = text.indexOf("\r\n\r\n", at + delimiter.length()) + 4;
            parts.add(Arrays.copyOfRange(body, start - 2, next - 2)); // the text has two characters before the body
            at = next;
        }
        return parts;
    }

    /** The body of the only part of a multipart answer. */
    static byte[] onlyPart(Response response) {
        byte[] body = response.asByteArray();
        String text = new String(body, StandardCharsets.ISO_8859_1);
        int start = text.indexOf("\r\n\r\n") + 4;
        int end = text.lastIndexOf("\r\n--");
        return Arrays.copyOfRange(body, start, end);
    }
}
