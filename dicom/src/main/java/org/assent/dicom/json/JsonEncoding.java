package org.assent.dicom.json;

import static org.assent.dicom.json.DicomJsonReader.invalid;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assent.dicom.DicomParseException;
import org.assent.dicom.PersonName;
import org.assent.dicom.Tag;
import org.assent.dicom.Vr;
import org.assent.dicom.data.Value;
import org.assent.dicom.json.DicomJsonReader.JsonNumber;
import org.jspecify.annotations.Nullable;

/** From the members of a {@code Value} array to a value field. */
final class JsonEncoding {
    private JsonEncoding() {}

    static Value.Bytes encode(Tag tag, Vr vr, List<?> values) throws DicomParseException {
        if (vr.isInlineBinary() && !values.isEmpty()) {
            throw invalid(tag + " of " + vr + " cannot have Value");
        }
        return vr.isText() ? text(tag, vr, values) : numbers(tag, vr, values);
    }

    private static Value.Bytes text(Tag tag, Vr vr, List<?> values) throws DicomParseException {
        if (!vr.isMultiValuedText() && values.size() > 1) {
            throw invalid(tag + " of " + vr + " cannot have more than one value");
        }
        List<String> texts = new ArrayList<>();
        for (Object value : values) {
            String text = text(tag, vr, value);
            if (vr.isMultiValuedText() && text.indexOf('\\') >= 0) {
                throw invalid("a value of " + tag + " holds a backslash, which separates values");
            }
            texts.add(text);
        }
        byte[] bytes = String.join("\\", texts).getBytes(StandardCharsets.UTF_8);
        byte[] even = bytes.length % 2 == 0 ? bytes : Arrays.copyOf(bytes, bytes.length + 1);
        if (even.length > bytes.length) {
            even[bytes.length] = (byte) (vr == Vr.UI ? 0 : ' ');
        }
        return Value.Bytes.of(even);
    }

    private static String text(Tag tag, Vr vr, @Nullable Object value) throws DicomParseException {
        if (value == null) {
            return "";
        }
        if (vr == Vr.PN && value instanceof Map<?, ?> name) {
            return new PersonName(group(name, "Alphabetic"), group(name, "Ideographic"), group(name, "Phonetic"))
                    .toDicom();
        }
        if (value instanceof JsonNumber number && (vr == Vr.DS || vr == Vr.IS)) {
            return number.text();
        }
        if (value instanceof String text && vr != Vr.PN) {
            return text;
        }
        throw invalid("a value of " + tag + " is not of the kind that " + vr + " has");
    }

    private static String group(Map<?, ?> name, String key) {
        return name.get(key) instanceof String text ? text : "";
    }

    private static Value.Bytes numbers(Tag tag, Vr vr, List<?> values) throws DicomParseException {
        int width = vr == Vr.AT ? 4 : vr.wordLength();
        ByteBuffer buffer = ByteBuffer.allocate(values.size() * width).order(ByteOrder.LITTLE_ENDIAN);
        for (Object value : values) {
            String text;
            if (value instanceof JsonNumber number) {
                text = number.text();
            } else if (value instanceof String string) {
                text = string;
            } else {
                throw invalid("a value of " + tag + " is neither a number nor a string");
            }
            try {
                put(buffer, vr, text);
            } catch (ArithmeticException | NumberFormatException e) {
                throw invalid("a value of " + tag + " is not one that " + vr + " can hold");
            }
        }
        return Value.Bytes.of(buffer.array());
    }

    private static void put(ByteBuffer buffer, Vr vr, String text) {
        switch (vr) {
            case AT -> {
                Tag tag = Tag.parse(text).orElseThrow(NumberFormatException::new);
                buffer.putShort((short) tag.group()).putShort((short) tag.element());
            }
            case FL -> buffer.putFloat(Float.parseFloat(text));
            case FD -> buffer.putDouble(Double.parseDouble(text));
            case US -> buffer.putShort((short) integer(text, 0, 0xFFFF));
            case SS -> buffer.putShort((short) integer(text, Short.MIN_VALUE, Short.MAX_VALUE));
            case UL -> buffer.putInt((int) integer(text, 0, 0xFFFFFFFFL));
            case SL -> buffer.putInt((int) integer(text, Integer.MIN_VALUE, Integer.MAX_VALUE));
            case SV -> buffer.putLong(whole(text).longValueExact());
            case UV -> buffer.putLong(unsigned(whole(text)));
            case AE, AS, CS, DA, DS, DT, IS, LO, LT, OB, OD, OF, OL, OV, OW, PN, SH, SQ, ST, TM, UC, UI, UN, UR, UT ->
                throw new IllegalStateException(vr + " is not a binary number");
        }
    }

    private static long integer(String text, long least, long most) {
        long value = whole(text).longValueExact();
        if (value < least || value > most) {
            throw new ArithmeticException("out of range");
        }
        return value;
    }

    /** Bounded before it is expanded: {@code 1e999999999} must not become a number of that many digits. */
    private static BigInteger whole(String text) {
        BigDecimal decimal = new BigDecimal(text);
        if (decimal.precision() - (long) decimal.scale() > 40) {
            throw new ArithmeticException("out of range");
        }
        return decimal.toBigIntegerExact();
    }

    private static long unsigned(BigInteger value) {
        if (value.signum() < 0 || value.bitLength() > 64) {
            throw new ArithmeticException("out of range");
        }
        return value.longValue();
    }
}
