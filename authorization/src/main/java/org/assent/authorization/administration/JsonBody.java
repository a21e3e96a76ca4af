package org.assent.authorization.administration;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.assent.authorization.problem.ProblemException;
import org.assent.authorization.problem.ProblemKind;

/** A JSON object that came with a request, and answers in JSON. What an object says that is not asked for is refused: it may be a slip. */
final class JsonBody {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION)
            .build();
    private static final int MOST_BYTES = 64 * 1024;
    private static final int MOST_CHARACTERS = 512;
    private static final int MOST_TEXTS = 32;

    private final JsonNode object;

    private JsonBody(JsonNode object) {
        this.object = object;
    }

    /**
     * Reads it.
     *
     * @param names what it may say
     * @throws ProblemException 400, 413 or 415 with what is wrong
     */
    static JsonBody read(HttpServletRequest request, Set<String> names) throws IOException {
        String type = Optional.ofNullable(request.getContentType()).orElse("");
        if (!type.toLowerCase(Locale.ROOT).matches("application/json\\s*(;.*)?")) {
            throw new ProblemException(ProblemKind.UNSUPPORTED_MEDIA_TYPE, "The body is application/json.");
        }
        byte[] body = request.getInputStream().readNBytes(MOST_BYTES + 1);
        if (body.length > MOST_BYTES) {
            throw new ProblemException(ProblemKind.TOO_LARGE, "The body has at most 64 KiB.");
        }
        JsonNode object = parsed(body);
        List<String> unknown = StreamSupport.stream(((Iterable<String>) object::fieldNames).spliterator(), false)
                .filter(name -> !names.contains(name))
                .toList();
        if (!object.isObject() || !unknown.isEmpty()) {
            throw bad("The body is a JSON object with some of "
                    + String.join(", ", names.stream().sorted().toList()) + ".");
        }
        return new JsonBody(object);
    }

    private static JsonNode parsed(byte[] body) throws IOException {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw bad("The body is not one JSON object with each name once.");
        }
    }

    /** A text, without the spaces around it; empty if it is not said. */
    Optional<String> text(String name) {
        return said(
                        name,
                        value -> value.isTextual() && value.asText().length() <= MOST_CHARACTERS,
                        "a text of at most " + MOST_CHARACTERS + " characters")
                .map(value -> value.asText().strip());
    }

    /** Texts; none if they are not said. */
    List<String> texts(String name) {
        return said(
                        name,
                        value -> value.isArray()
                                && value.size() <= MOST_TEXTS
                                && elements(value).allMatch(JsonNode::isTextual),
                        "a list of at most " + MOST_TEXTS + " texts")
                .map(value -> elements(value).map(JsonNode::asText).toList())
                .orElse(List.of());
    }

    /** A whole number; empty if it is not said. */
    Optional<Integer> number(String name) {
        return said(name, JsonNode::isInt, "a whole number").map(JsonNode::asInt);
    }

    /** An object as JSON text; empty if it is not said. */
    Optional<String> json(String name) {
        return said(name, JsonNode::isObject, "a JSON object").map(JsonNode::toString);
    }

    private Optional<JsonNode> said(String name, Predicate<JsonNode> is, String what) {
        JsonNode value = object.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!is.test(value)) {
            throw bad(name + " is " + what + ".");
        }
        return Optional.of(value);
    }

    private static Stream<JsonNode> elements(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    /** Something as JSON. */
    static JsonNode tree(Object value) {
        return JSON.valueToTree(value);
    }

    /** A new object to answer with. */
    static ObjectNode answer() {
        return JSON.createObjectNode();
    }

    /** Answers; never kept by anybody on the way. */
    static void write(HttpServletResponse response, int status, ObjectNode answer) throws IOException {
        byte[] body = JSON.writeValueAsBytes(answer);
        response.setStatus(status);
        response.setHeader("Cache-Control", "no-store");
        response.setContentType("application/json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    static ProblemException bad(String detail) {
        return new ProblemException(ProblemKind.BAD_REQUEST, detail);
    }
}
