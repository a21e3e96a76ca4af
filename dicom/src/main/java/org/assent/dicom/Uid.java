package org.assent.dicom;

import java.util.Optional;
import org.assent.dicom.DicomParseException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * A unique identifier: dotted decimal components, at most 64 characters, no component with a leading zero.
 *
 * <p>PS3.5 §9.1. Immutable; its text form is exactly {@link #value()}, without padding.
 *
 * @param value the UID, 1 to 64 characters
 */
public record Uid(String value) implements Comparable<Uid> {
    /** The longest UID in characters. */
    public static final int MAX_LENGTH = 64;

    /**
     * Checks the syntax.
     *
     * @throws IllegalArgumentException if {@code value} is not a UID; for text from outside use {@link #parse}
     */
    public Uid {
        String fault = fault(value);
        if (fault != null) {
            throw new IllegalArgumentException(fault);
        }
    }

    /**
     * Reads a UID from outside.
     *
     * @throws DicomParseException with {@link Reason#INVALID_UID} and a message that says which rule is broken
     */
    public static Uid parse(String text) throws DicomParseException {
        String fault = fault(text);
        if (fault != null) {
            throw new DicomParseException(Reason.INVALID_UID, fault);
        }
        return new Uid(text);
    }

    /** The UID, or empty if {@code text} is not one. */
    public static Optional<Uid> tryParse(String text) {
        return fault(text) == null ? Optional.of(new Uid(text)) : Optional.empty();
    }

    /** Orders by the characters, as the sorted manifest of a study does. */
    @Override
    public int compareTo(Uid other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }

    private static @Nullable String fault(String text) {
        if (text.isEmpty()) {
            return "A UID must not be empty.";
        }
        if (text.length() > MAX_LENGTH) {
            return "A UID has at most " + MAX_LENGTH + " characters, not " + text.length() + ".";
        }
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i == text.length() ? '.' : text.charAt(i);
            if (c == '.') {
                if (i == start) {
                    return "A UID has at least one digit in each component; at position " + i + " there is none.";
                }
                if (i - start > 1 && text.charAt(start) == '0') {
                    return "A UID has no component with a leading zero; the one at position " + start + " has.";
                }
                start = i + 1;
            } else if (c < '0' || c > '9') {
                return "A UID has digits and dots only; position " + i + " holds something else.";
            }
        }
        return null;
    }
}
