package org.assent.dicom;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One value of PN: up to three component groups, each {@code family^given^middle^prefix^suffix}.
 *
 * <p>PS3.5 §6.2.1. A group that is not there is the empty string. The text form is kept to the parts, so nothing prints it
 * by accident: {@link #toString} tells only which groups there are.
 *
 * @param alphabetic single-byte representation
 * @param ideographic ideographic representation
 * @param phonetic phonetic representation
 */
public record PersonName(String alphabetic, String ideographic, String phonetic) {
    /** Splits a decoded value at {@code =}; anything after the third group is left out. */
    public static PersonName of(String value) {
        List<String> groups = new ArrayList<>(Arrays.asList(value.split("=", -1)));
        while (groups.size() < 3) {
            groups.add("");
        }
        return new PersonName(trimmed(groups.get(0)), trimmed(groups.get(1)), trimmed(groups.get(2)));
    }

    /** Whether all three groups are empty. */
    public boolean isEmpty() {
        return alphabetic.isEmpty() && ideographic.isEmpty() && phonetic.isEmpty();
    }

    /** The DICOM form, {@code alphabetic=ideographic=phonetic}, without empty groups at the end. */
    public String toDicom() {
        String joined = Stream.of(alphabetic, ideographic, phonetic).collect(Collectors.joining("="));
        return joined.replaceAll("=+$", "");
    }

    @Override
    public String toString() {
        return "PersonName[" + (alphabetic.isEmpty() ? "" : "a") + (ideographic.isEmpty() ? "" : "i")
                + (phonetic.isEmpty() ? "" : "p") + "]";
    }

    private static String trimmed(String group) {
        return group.stripTrailing();
    }
}
