package org.assent.site.demo.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.assent.ledger.bytes.Bytes;

/**
 * What a site answered.
 *
 * @param status HTTP status
 * @param headers names in lower case
 * @param body whole body
 */
record Answer(int status, Map<String, List<String>> headers, Bytes body) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> DIFFERENT_EACH_TIME = Set.of("date", "x-request-id", "assent-receipt");

    Answer {
        TreeMap<String, List<String>> lower = new TreeMap<>();
        headers.forEach((name, values) -> lower.put(name.toLowerCase(Locale.ROOT), values));
        headers = lower;
    }

    /** The body as text. */
    String text() {
        return new String(body.toByteArray(), StandardCharsets.UTF_8);
    }

    /** The body as a tree. */
    JsonNode json() throws StoryFailure {
        try {
            return JSON.readTree(body.toByteArray());
        } catch (IOException e) {
            throw new StoryFailure("expected JSON with status " + status + ", found: " + head());
        }
    }

    /** The answer itself, if it has the status; else a failure that shows what it was. */
    Answer expect(int expected, String what) throws StoryFailure {
        if (status != expected) {
            throw new StoryFailure("%s: expected %d, found %d: %s".formatted(what, expected, status, head()));
        }
        return this;
    }

    /**
     * Status, headers and body with what must differ from one request to the next blanked: Date, the values of request id and
     * receipt id, and the UID that was asked for.
     */
    String comparable(String askedUid) {
        StringBuilder text = new StringBuilder().append(status).append('\n');
        headers.forEach((name, values) -> text.append(name)
                .append(": ")
                .append(DIFFERENT_EACH_TIME.contains(name) ? "*" : values)
                .append('\n'));
        String blanked = text().replace(askedUid, "*");
        for (String header : DIFFERENT_EACH_TIME) {
            for (String value : headers.getOrDefault(header, List.of())) {
                blanked = blanked.replace(value, "*");
            }
        }
        return text.append(blanked).toString();
    }

    private String head() {
        String text = text();
        return text.length() > 400 ? text.substring(0, 400) + "…" : text;
    }
}
