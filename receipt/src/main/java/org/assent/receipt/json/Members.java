package org.assent.receipt.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.codec.Checks;
import org.assent.ledger.codec.MalformedBytes;

/**
 * The members of one JSON object while they are read: each is asked for once by name and kind, and {@link #end} refuses what
 * nobody asked for. Errors name the member, never its value.
 *
 * <p>Byte strings are base64url without padding (RFC 4648 §5). 64-bit integers are decimal texts. Times are RFC 3339 in UTC with
 * {@code Z}, with as many digits of a fraction as are needed, 0 to 9. Mutable, for one thread.
 */
public final class Members {

    private final String where;
    private final JsonNode object;
    private final Set<String> asked = new HashSet<>();

    Members(String where, JsonNode object) {
        this.where = where;
        this.object = object;
    }

    /** Whether there is such a member; it still has to be read. */
    public boolean has(String name) {
        return object.has(name);
    }

    /** Refuses members that nobody asked for. */
    public void end() throws MalformedBytes {
        for (var member : object.properties()) {
            if (!asked.contains(member.getKey())) {
                throw new MalformedBytes("has a member that is not known in " + place());
            }
        }
    }

    /** An object. */
    public Members object(String name) throws MalformedBytes {
        JsonNode node = member(name);
        if (!node.isObject()) {
            throw wrong(name, "an object");
        }
        return new Members(path(name), node);
    }

    /** An array of objects. */
    public List<Members> objects(String name, int most) throws MalformedBytes {
        List<Members> elements = new ArrayList<>();
        for (JsonNode element : array(name, most)) {
            if (!element.isObject()) {
                throw wrong(name, "an array of objects");
            }
            elements.add(new Members(path(name) + "[" + elements.size() + "]", element));
        }
        return elements;
    }

    /** An array of texts. */
    public List<String> texts(String name, int most) throws MalformedBytes {
        List<String> elements = new ArrayList<>();
        for (JsonNode element : array(name, most)) {
            if (!element.isTextual()) {
                throw wrong(name, "an array of texts");
            }
            elements.add(element.textValue());
        }
        return elements;
    }

    /** A text. */
    public String text(String name) throws MalformedBytes {
        JsonNode node = member(name);
        if (!node.isTextual()) {
            throw wrong(name, "a text");
        }
        return node.textValue();
    }

    /** A number from 0 to 2^31 - 1. */
    public int number(String name) throws MalformedBytes {
        JsonNode node = member(name);
        if (!node.isInt()) {
            throw wrong(name, "an integer");
        }
        return node.intValue();
    }

    /** A 64-bit integer from 0, as a decimal text. */
    public long integer(String name) throws MalformedBytes {
        String text = text(name);
        try {
            long value = Long.parseLong(text);
            if (value >= 0 && Long.toString(value).equals(text)) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new MalformedBytes("has no decimal integer at " + path(name), e);
        }
        throw wrong(name, "a decimal integer from 0");
    }

    /** An array of numbers from 0 to 2^31 - 1. */
    public List<Integer> numbers(String name, int most) throws MalformedBytes {
        List<Integer> elements = new ArrayList<>();
        for (JsonNode element : array(name, most)) {
            if (!element.isInt()) {
                throw wrong(name, "an array of integers");
            }
            elements.add(element.intValue());
        }
        return elements;
    }

    /** An array of times. */
    public List<Instant> times(String name, int most) throws MalformedBytes {
        List<Instant> elements = new ArrayList<>();
        for (String text : texts(name, most)) {
            elements.add(time(name, text));
        }
        return elements;
    }

    /** A time. */
    public Instant time(String name) throws MalformedBytes {
        return time(name, text(name));
    }

    private Instant time(String name, String text) throws MalformedBytes {
        try {
            Instant time = Instant.parse(text);
            if (Times.text(time).equals(text)) {
                return time;
            }
        } catch (DateTimeException e) {
            throw new MalformedBytes("has no time at " + path(name), e);
        }
        throw wrong(name, "a time as RFC 3339 in UTC, with no more digits than needed");
    }

    /** A byte string. */
    public Bytes bytes(String name) throws MalformedBytes {
        return decode(name, text(name));
    }

    /** 32 bytes. */
    public Bytes32 bytes32(String name) throws MalformedBytes {
        return bytes32(name, bytes(name));
    }

    /** 32 bytes, if the member is there. */
    public Optional<Bytes32> optionalBytes32(String name) throws MalformedBytes {
        return has(name) ? Optional.of(bytes32(name)) : Optional.empty();
    }

    /** An array of byte strings. */
    public List<Bytes> allBytes(String name, int most) throws MalformedBytes {
        List<Bytes> elements = new ArrayList<>();
        for (String text : texts(name, most)) {
            elements.add(decode(name, text));
        }
        return elements;
    }

    /** An array of 32 bytes each. */
    public List<Bytes32> allBytes32(String name, int most) throws MalformedBytes {
        List<Bytes32> elements = new ArrayList<>();
        for (String text : texts(name, most)) {
            elements.add(bytes32(name, decode(name, text)));
        }
        return elements;
    }

    /** The value of a constructor that checks its limits by {@link IllegalArgumentException}. */
    public <T> T limited(Limited<T> value) throws MalformedBytes {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw new MalformedBytes("breaks a limit in " + place() + ": " + e.getMessage(), e);
        }
    }

    /** Makes a value from members; throws {@link IllegalArgumentException} for a broken limit. */
    @FunctionalInterface
    public interface Limited<T> {
        /** The value. */
        T get() throws MalformedBytes;
    }

    private Bytes decode(String name, String text) throws MalformedBytes {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            if (Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(text)) {
                return Bytes.of(bytes);
            }
        } catch (IllegalArgumentException e) {
            throw new MalformedBytes("has no base64url at " + path(name), e);
        }
        throw wrong(name, "canonical base64url without padding");
    }

    private Bytes32 bytes32(String name, Bytes bytes) throws MalformedBytes {
        if (bytes.length() != Bytes32.LENGTH) {
            throw wrong(name, "32 bytes");
        }
        return Bytes32.of(bytes.toByteArray());
    }

    private JsonNode array(String name, int most) throws MalformedBytes {
        JsonNode node = member(name);
        if (!node.isArray() || node.size() > most) {
            throw wrong(name, "an array of at most " + most + " elements");
        }
        return node;
    }

    private JsonNode member(String name) throws MalformedBytes {
        asked.add(name);
        JsonNode node = object.get(name);
        if (node == null) {
            throw new MalformedBytes("has no member " + path(name));
        }
        return node;
    }

    private MalformedBytes wrong(String name, String expected) {
        return new MalformedBytes("must have " + expected + " at " + path(name));
    }

    private String path(String name) {
        return where.isEmpty() ? name : where + "." + name;
    }

    private String place() {
        return where.isEmpty() ? "the document" : where;
    }

    /** Refuses a version that these rules do not know. */
    public void version() throws MalformedBytes {
        int version = number("version");
        limited(() -> Checks.range("version", version, 1, 1));
    }
}
