package org.assent.dicom.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.assent.dicom.Tag;
import org.assent.dicom.Vr;
import org.assent.dicom.charset.SpecificCharacterSet;

/** The values of one element as text: PS3.5 §6.2 on padding and §6.4 on value multiplicity. */
public final class TextValues {
    private TextValues() {}

    /**
     * Decodes all values.
     *
     * @return one string a value, without padding; empty if the element is empty, a sequence or bulk data
     * @throws IOException if the value stayed in a file that cannot be read
     */
    public static List<String> of(DataElement element, SpecificCharacterSet characterSet) throws IOException {
        byte[] bytes = bytes(element.value());
        if (bytes.length == 0 || element.vr() == Vr.SQ || element.vr().isInlineBinary()) {
            return List.of();
        }
        return element.vr().isText() ? text(element.vr(), bytes, characterSet) : numbers(element.vr(), bytes);
    }

    private static byte[] bytes(Value value) throws IOException {
        return switch (value) {
            case Value.Bytes bytes -> bytes.array();
            case Value.Stored stored -> stored.toByteArray();
            case Value.Items ignored -> new byte[0];
            case Value.Fragments ignored -> new byte[0];
            case Value.Reference ignored -> new byte[0];
        };
    }

    private static List<String> text(Vr vr, byte[] bytes, SpecificCharacterSet characterSet) {
        SpecificCharacterSet applicable = vr.usesCharacterSet() ? characterSet : SpecificCharacterSet.DEFAULT;
        List<String> raw;
        if (vr == Vr.PN) {
            raw = applicable.decodePersonNames(bytes);
        } else {
            raw = vr.isMultiValuedText() ? applicable.decodeValues(bytes) : List.of(applicable.decodeText(bytes));
        }
        List<String> values = new ArrayList<>(raw.size());
        for (String value : raw) {
            values.add(withoutPadding(vr, value));
        }
        return values.size() == 1 && values.get(0).isEmpty() ? List.of() : values;
    }

    private static String withoutPadding(Vr vr, String value) {
        int end = value.length();
        while (end > 0 && (value.charAt(end - 1) == ' ' || value.charAt(end - 1) == 0)) {
            end--;
        }
        String trimmed = value.substring(0, end);
        return vr == Vr.DS || vr == Vr.IS || vr == Vr.AE || vr == Vr.CS || vr == Vr.UI
                ? trimmed.stripLeading()
                : trimmed;
    }

    private static List<String> numbers(Vr vr, byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        List<String> values = new ArrayList<>();
        int width = vr == Vr.AT ? 4 : vr.wordLength();
        while (buffer.remaining() >= width) {
            values.add(number(vr, buffer));
        }
        return values;
    }

    private static String number(Vr vr, ByteBuffer buffer) {
        return switch (vr) {
            case AT -> Tag.of(buffer.getShort(), buffer.getShort()).toString();
            case US -> Integer.toString(buffer.getShort() & 0xFFFF);
            case SS -> Short.toString(buffer.getShort());
            case UL -> Integer.toUnsignedString(buffer.getInt());
            case SL -> Integer.toString(buffer.getInt());
            case UV -> Long.toUnsignedString(buffer.getLong());
            case SV -> Long.toString(buffer.getLong());
            case FL -> Float.toString(buffer.getFloat());
            case FD -> Double.toString(buffer.getDouble());
            case AE, AS, CS, DA, DS, DT, IS, LO, LT, OB, OD, OF, OL, OV, OW, PN, SH, SQ, ST, TM, UC, UI, UN, UR, UT ->
                throw new IllegalStateException(vr + " is not a binary number");
        };
    }
}
