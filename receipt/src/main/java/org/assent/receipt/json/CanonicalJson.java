package org.assent.receipt.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.TreeMap;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.codec.MalformedBytes;

/**
 * JSON texts as RFC 8785 writes them, so that equal documents are equal bytes: members sorted, no white space, the shortest
 * escapes, UTF-8. Our documents need a part of it only: objects, arrays, texts without control characters, {@code true} and
 * {@code false}, and numbers that are integers from 0 to 2^31 - 1. Anything else is refused. Pure and thread-safe.
 */
public final class CanonicalJson {

    private static final int MAX_DEPTH = 16;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    static {
        JSON.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxNumberLength(10)
                        .build());
    }

    private CanonicalJson() {}

    /**
     * Reads a document.
     *
     * @param maxLength the most bytes that it may have; checked before anything is parsed
     * @throws MalformedBytes if it is longer, or not exactly the text that {@link #write} gives for it
     */
    public static Members read(byte[] text, int maxLength) throws MalformedBytes {
        if (text.length > maxLength) {
            throw new MalformedBytes("has " + text.length + " bytes, at most " + maxLength + " are allowed");
        }
        JsonNode node = parse(text);
        if (!node.isObject()) {
            throw new MalformedBytes("is no JSON object");
        }
        try {
            if (!Arrays.equals(text, write(node).toByteArray())) {
                throw new MalformedBytes("is not in canonical form (RFC 8785: members sorted, no white space)");
            }
        } catch (IllegalArgumentException e) {
            throw new MalformedBytes("is not in canonical form: " + e.getMessage(), e);
        }
        return new Members("", node);
    }

    /** Parses any JSON without duplicate members, for files whose form others choose. */
    public static JsonNode parse(byte[] text) throws MalformedBytes {
        try {
            JsonNode node = JSON.readTree(text);
            if (node == null || node.isMissingNode()) {
                throw new MalformedBytes("is empty");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw new MalformedBytes("is no JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new MalformedBytes("is no JSON", e);
        }
    }

    /**
     * The text of a document or of a part of one.
     *
     * @throws IllegalArgumentException if it holds what our documents do not need
     */
    public static Bytes write(JsonNode node) {
        StringBuilder out = new StringBuilder();
        write(node, out);
        return Bytes.of(out.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void write(JsonNode node, StringBuilder out) {
        if (node.isObject()) {
            TreeMap<String, JsonNode> sorted = new TreeMap<>();
            node.properties().forEach(member -> sorted.put(member.getKey(), member.getValue()));
            out.append('{');
            sorted.forEach((name, value) -> {
                comma(out, '{');
                quote(name, out);
                out.append(':');
                write(value, out);
            });
            out.append('}');
        } else if (node.isArray()) {
            out.append('[');
            for (Iterator<JsonNode> elements = node.elements(); elements.hasNext(); ) {
                comma(out, '[');
                write(elements.next(), out);
            }
            out.append(']');
        } else if (node.isTextual()) {
            quote(node.textValue(), out);
        } else if (node.isBoolean()) {
            out.append(node.booleanValue());
        } else if (node.isInt() && node.intValue() >= 0) {
            out.append(node.intValue());
        } else {
            throw new IllegalArgumentException("only objects, arrays, texts, booleans and integers from 0 are used");
        }
    }

    private static void comma(StringBuilder out, char opened) {
        if (out.charAt(out.length() - 1) != opened) {
            out.append(',');
        }
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20) {
                throw new IllegalArgumentException("texts have no control characters");
            }
            if (c == '"' || c == '\\') {
                out.append('\\');
            }
            out.append(c);
        }
        out.append('"');
    }
}
