package org.assent.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;

/**
 * Entries as one line of JSON each. What costs time is made before the log's lock is taken: the number and the time are
 * put in front of a finished text.
 */
final class EntryCodec {

    private static final ObjectMapper JSON = new ObjectMapper();

    private EntryCodec() {}

    static String opened(String receiptId, AccessFacts facts, LoggedDecision decision) {
        return withFacts("opened", receiptId, facts, decision);
    }

    static String refused(String receiptId, AccessFacts facts, LoggedDecision decision) {
        return withFacts("refused", receiptId, facts, decision);
    }

    static String joined(String receiptId, long opening, AccessFacts facts, long height) {
        return text(node("joined")
                .put("receipt", receiptId)
                .put("opening", opening)
                .put("request", facts.requestId())
                .put("resource", facts.resource())
                .put("query", facts.query())
                .put("peer", facts.peerAddress())
                .put("height", height));
    }

    static String closed(long opening, AccessCounts counts, AccessEntry.Ending ending) {
        return text(node("closed")
                .put("opening", opening)
                .put("requests", counts.requests())
                .put("unfinished", counts.unfinished())
                .put("instances", counts.instances())
                .put("bytes", counts.bytes())
                .put("cut", counts.cut())
                .put("ending", ending.name()));
    }

    static String security(String id, SecurityEvent event) {
        ObjectNode node = node("security")
                .put("id", id)
                .put("request", event.requestId())
                .put("kind", event.kind().name())
                .put("successful", event.successful())
                .put("actor", event.actor());
        ObjectNode details = node.putObject("details");
        new TreeMap<>(event.details()).forEach(details::put);
        return text(node);
    }

    /** Puts number and time in front of what the methods above made. */
    static String numbered(long sequence, Instant at, String entry) {
        return "{\"n\":" + sequence + ",\"t\":\"" + at + "\"," + entry.substring(1);
    }

    /**
     * Reads an entry back.
     *
     * @throws IOException if it is none
     */
    static AccessEntry read(String json) throws IOException {
        JsonNode node = JSON.readTree(json);
        long sequence = node.path("n").asLong();
        try {
            Instant at = Instant.parse(node.path("t").asText());
            return switch (node.path("type").asText()) {
                case "opened" ->
                    new AccessEntry.Opened(
                            sequence, at, text(node, "receipt"), FactsCodec.facts(node), FactsCodec.decision(node));
                case "refused" ->
                    new AccessEntry.Refused(
                            sequence, at, text(node, "receipt"), FactsCodec.facts(node), FactsCodec.decision(node));
                case "joined" ->
                    new AccessEntry.Joined(
                            sequence,
                            at,
                            text(node, "receipt"),
                            node.path("opening").asLong(),
                            text(node, "request"),
                            text(node, "resource"),
                            text(node, "query"),
                            text(node, "peer"),
                            node.path("height").asLong());
                case "closed" ->
                    new AccessEntry.Closed(
                            sequence,
                            at,
                            node.path("opening").asLong(),
                            counts(node),
                            AccessEntry.Ending.valueOf(text(node, "ending")));
                case "security" -> new AccessEntry.Security(sequence, at, text(node, "id"), event(node));
                default -> throw new IOException("entry " + sequence + " is of no known type");
            };
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException("entry " + sequence + " of the access log cannot be read", e);
        }
    }

    /** The header of a segment: which entry comes first, and which accesses were open with how many requests. */
    static String header(long first, Map<Long, Long> requestsByOpening) {
        ObjectNode node = node("segment").put("format", 1).put("first", first);
        ArrayNode open = node.putArray("open");
        requestsByOpening.forEach(
                (opening, requests) -> open.addObject().put("opening", opening).put("requests", requests));
        return text(node);
    }

    /** What a header says. */
    record Header(long first, Map<Long, Long> requestsByOpening) {}

    static Header readHeader(String json) throws IOException {
        JsonNode node = JSON.readTree(json);
        if (!"segment".equals(node.path("type").asText()) || node.path("format").asInt() != 1) {
            throw new IOException("a segment of the access log does not begin with a header of format 1");
        }
        Map<Long, Long> open = new TreeMap<>();
        for (JsonNode access : node.path("open")) {
            open.put(access.path("opening").asLong(), access.path("requests").asLong());
        }
        return new Header(node.path("first").asLong(), open);
    }

    private static String withFacts(String type, String receiptId, AccessFacts facts, LoggedDecision decision) {
        ObjectNode node = node(type).put("receipt", receiptId);
        FactsCodec.put(node, facts);
        FactsCodec.put(node, decision);
        return text(node);
    }

    private static AccessCounts counts(JsonNode node) {
        return new AccessCounts(
                node.path("requests").asLong(),
                node.path("unfinished").asLong(),
                node.path("instances").asLong(),
                node.path("bytes").asLong(),
                node.path("cut").asLong());
    }

    private static SecurityEvent event(JsonNode node) {
        Map<String, String> details = new TreeMap<>();
        for (String name : names(node.path("details"))) {
            details.put(name, node.path("details").path(name).asText());
        }
        return new SecurityEvent(
                text(node, "request"),
                SecurityEvent.Kind.valueOf(text(node, "kind")),
                node.path("successful").asBoolean(),
                text(node, "actor"),
                details);
    }

    private static Iterable<String> names(JsonNode node) {
        ArrayList<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asText();
    }

    private static ObjectNode node(String type) {
        return JSON.createObjectNode().put("type", type);
    }

    private static String text(ObjectNode node) {
        try {
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an entry of the access log cannot be written as JSON", e);
        }
    }
}
