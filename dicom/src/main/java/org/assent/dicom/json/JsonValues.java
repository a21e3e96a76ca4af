package org.assent.dicom.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.assent.dicom.PersonName;
import org.assent.dicom.Vr;

/** One value inside a {@code Value} array: PS3.18 Table F.2.3-1. */
final class JsonValues {
    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]{1,20}");
    private static final Pattern DECIMAL = Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]{1,4})?");
    private static final int LONGEST_DECIMAL = 40;
    private static final long LARGEST_SAFE_INTEGER = (1L << 53) - 1;

    private JsonValues() {}

    static void write(JsonGenerator json, Vr vr, String value) throws IOException {
        if (value.isEmpty()) {
            json.writeNull();
            return;
        }
        switch (vr) {
            case PN -> writePersonName(json, PersonName.of(value));
            case US, SS, UL, SL -> json.writeNumber(Long.parseLong(value));
            case IS, SV, UV -> writeInteger(json, value);
            case DS -> writeDecimal(json, value);
            case FL -> writeFloat(json, Float.parseFloat(value), value);
            case FD -> writeDouble(json, Double.parseDouble(value), value);
            case AE, AS, AT, CS, DA, DT, LO, LT, SH, ST, TM, UC, UI, UR, UT -> json.writeString(value);
            case OB, OD, OF, OL, OV, OW, SQ, UN -> throw new IllegalStateException(vr + " has no values of this kind");
        }
    }

    private static void writePersonName(JsonGenerator json, PersonName name) throws IOException {
        if (name.isEmpty()) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        writeGroup(json, "Alphabetic", name.alphabetic());
        writeGroup(json, "Ideographic", name.ideographic());
        writeGroup(json, "Phonetic", name.phonetic());
        json.writeEndObject();
    }

    private static void writeGroup(JsonGenerator json, String field, String group) throws IOException {
        if (!group.isEmpty()) {
            json.writeStringField(field, group);
        }
    }

    /** As a number as far as every JSON reader keeps it, else as the string it was. */
    private static void writeInteger(JsonGenerator json, String value) throws IOException {
        if (INTEGER.matcher(value).matches()) {
            try {
                long number = Long.parseLong(value);
                if (number >= -LARGEST_SAFE_INTEGER && number <= LARGEST_SAFE_INTEGER) {
                    json.writeNumber(number);
                    return;
                }
            } catch (NumberFormatException e) {
                // beyond 64 bits: a string
            }
        }
        json.writeString(value);
    }

    /** As a number if a double gives back the same decimal, else as the string it was. */
    private static void writeDecimal(JsonGenerator json, String value) throws IOException {
        if (value.length() <= LONGEST_DECIMAL && DECIMAL.matcher(value).matches()) {
            double number = Double.parseDouble(value);
            if (Double.isFinite(number)
                    && new BigDecimal(Double.toString(number)).compareTo(new BigDecimal(value)) == 0) {
                if (number == Math.rint(number) && Math.abs(number) <= LARGEST_SAFE_INTEGER) {
                    json.writeNumber((long) number);
                } else {
                    json.writeNumber(number);
                }
                return;
            }
        }
        json.writeString(value);
    }

    private static void writeFloat(JsonGenerator json, float number, String text) throws IOException {
        if (Float.isFinite(number)) {
            json.writeNumber(number);
        } else {
            json.writeString(text);
        }
    }

    private static void writeDouble(JsonGenerator json, double number, String text) throws IOException {
        if (Double.isFinite(number)) {
            json.writeNumber(number);
        } else {
            json.writeString(text);
        }
    }
}
