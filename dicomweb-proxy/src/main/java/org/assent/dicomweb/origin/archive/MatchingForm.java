package org.assent.dicomweb.origin.archive;

import java.util.Locale;
import org.assent.dicom.PersonName;

/** Kinds of attributes as matching sees them (PS3.4 C.2.2.2), each with the normal form in which values are kept. */
public enum MatchingForm {
    /** Text: single value and wildcard matching, case-sensitive. */
    TEXT,
    /** Names: single value and wildcard matching, whatever the case, in any component group. */
    NAME,
    /** Dates: single value and range matching; {@code yyyyMMdd}. */
    DATE,
    /** Times: single value and range matching; {@code HHmmss.ffffff}. */
    TIME,
    /** Integers in text: single value matching. */
    NUMBER;

    /** The most characters of a value that are matched. */
    public static final int MAX_LENGTH = 256;

    private static final String EARLIEST = "000000.000000";
    private static final String LATEST = "235959.999999";

    /** The normal form of a stored value; an empty string if it has none. */
    public String stored(String value) {
        String form =
                switch (this) {
                    case TEXT -> value.strip();
                    case NAME -> name(PersonName.of(value).alphabetic());
                    case DATE -> date(value);
                    case TIME -> earliest(value);
                    case NUMBER -> number(value);
                };
        return form.length() > MAX_LENGTH ? form.substring(0, MAX_LENGTH) : form;
    }

    /** Of a name: the groups that are not alphabetic, as {@code =ideographic=phonetic=}; an empty string if none. */
    public static String otherGroups(String value) {
        PersonName name = PersonName.of(value);
        if (name.ideographic().isEmpty() && name.phonetic().isEmpty()) {
            return "";
        }
        String form = "=" + name(name.ideographic()) + "=" + name(name.phonetic()) + "=";
        return form.length() > MAX_LENGTH ? "" : form;
    }

    /** A name or a pattern for names: upper case, without empty components at the end. */
    public static String name(String group) {
        return group.strip().replaceAll("[\\^ ]+$", "").toUpperCase(Locale.ROOT);
    }

    /** A date as {@code yyyyMMdd}, or an empty string if it is none; the form with dots of ACR-NEMA is understood. */
    public static String date(String value) {
        String digits = value.strip().replace(".", "");
        return digits.matches("[0-9]{8}") ? digits : "";
    }

    /** The first moment that a time of any precision names, or an empty string if it is none. */
    public static String earliest(String value) {
        return filled(value, EARLIEST);
    }

    /** The last moment that a time of any precision names, or an empty string if it is none. */
    public static String latest(String value) {
        return filled(value, LATEST);
    }

    /** An integer without sign and zeros that mean nothing, or an empty string if it is none. */
    public static String number(String value) {
        String text = value.strip();
        return text.matches("[+-]?[0-9]{1,12}") ? Long.toString(Long.parseLong(text)) : "";
    }

    private static String filled(String value, String filling) {
        String time = value.strip().replace(":", "");
        return time.matches("[0-9]{2}|[0-9]{4}|[0-9]{6}(\\.[0-9]{1,6})?")
                ? time + filling.substring(time.length())
                : "";
    }
}
