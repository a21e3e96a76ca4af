package org.assent.ledger.codec;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;

/**
 * The limits that records check when they are constructed, in one wording.
 *
 * <p>What consensus depends on uses fixed ranges of characters, never tables that differ between Java versions (ledger
 * property L1). Each method throws {@link IllegalArgumentException} naming the field and what is allowed, not the value.
 */
public final class Checks {

    /** The last second of the year 9999. */
    public static final long LATEST_SECOND = 253_402_300_799L;

    private Checks() {}

    /** Checks that a number is within bounds, both included. */
    public static long range(String field, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(field + " must be " + least + " to " + most);
        }
        return value;
    }

    /** Checks that a counter or an amount is not negative. */
    public static long notNegative(String field, long value) {
        return range(field, value, 0, Long.MAX_VALUE);
    }

    /** Checks that an instant is in whole seconds, from 1970 to 9999. */
    public static Instant wholeSeconds(String field, Instant instant) {
        if (instant.getNano() != 0 || instant.getEpochSecond() < 0 || instant.getEpochSecond() > LATEST_SECOND) {
            throw new IllegalArgumentException(field + " must be in whole seconds, from 1970 to 9999");
        }
        return instant;
    }

    /** Checks that an instant is in whole milliseconds, from 1970 to 9999. */
    public static Instant wholeMillis(String field, Instant instant) {
        range("seconds of the " + field, instant.getEpochSecond(), 0, LATEST_SECOND);
        if (!instant.equals(Instant.ofEpochMilli(instant.toEpochMilli()))) {
            throw new IllegalArgumentException(field + " must be in whole milliseconds");
        }
        return instant;
    }

    /** Checks the number of elements. */
    public static void size(String field, Collection<?> elements, int least, int most) {
        if (elements.size() < least || elements.size() > most) {
            throw new IllegalArgumentException(field + " must have " + least + " to " + most + " elements");
        }
    }

    /** Checks that no element occurs twice. */
    public static void distinct(String field, Collection<?> elements) {
        if (new HashSet<>(elements).size() != elements.size()) {
            throw new IllegalArgumentException(field + " must not repeat an element");
        }
    }

    /** An immutable copy in the given order, which is the order of the encoding. */
    public static <T> List<T> sorted(Collection<T> elements, Comparator<? super T> order) {
        return elements.stream().sorted(order).toList();
    }

    /** Checks a text of 1 to {@code most} UTF-16 units without control characters and without lone surrogates. */
    public static String text(String field, String text, int most) {
        if (text.isEmpty() || text.length() > most || !isWellFormed(text)) {
            throw new IllegalArgumentException(
                    field + " must be well-formed text of 1 to " + most + " characters without control characters");
        }
        return text;
    }

    /** Checks a token of 1 to {@code most} visible ASCII characters: no spaces, no control characters. */
    public static String visibleAscii(String field, String text, int most) {
        if (text.isEmpty() || text.length() > most || text.chars().anyMatch(c -> c <= 0x20 || c >= 0x7f)) {
            throw new IllegalArgumentException(field + " must be 1 to " + most + " visible ASCII characters");
        }
        return text;
    }

    private static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || (c >= 0x7f && c < 0xa0)) {
                return false;
            }
            if (c >= 0xd800 && c <= 0xdfff) {
                boolean pair = c <= 0xdbff
                        && i + 1 < text.length()
                        && text.charAt(i + 1) >= 0xdc00
                        && text.charAt(i + 1) <= 0xdfff;
                if (!pair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}
