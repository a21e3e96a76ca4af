package org.assent.dicom.charset;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decodes one value field with code extensions (PS3.5 §6.1.2.5): escape sequences select character sets until a
 * delimiter brings back the first ones.
 */
final class Iso2022Decoder {
    private static final int ESC = 0x1B;

    private final byte[] bytes;
    private final CodeElement firstLower;
    private final @Nullable CodeElement firstUpper;
    private final boolean multiValued;
    private final boolean personName;

    private final List<String> values = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private CodeElement lower;
    private @Nullable CodeElement upper;

    Iso2022Decoder(
            byte[] bytes,
            CodeElement firstLower,
            @Nullable CodeElement firstUpper,
            boolean multiValued,
            boolean personName) {
        this.bytes = bytes;
        this.firstLower = firstLower;
        this.firstUpper = firstUpper;
        this.multiValued = multiValued;
        this.personName = personName;
        this.lower = firstLower;
        this.upper = firstUpper;
    }

    /** The values, at least one. */
    List<String> decode() {
        int position = 0;
        while (position < bytes.length) {
            int b = bytes[position] & 0xFF;
            CodeElement escape = b == ESC ? CodeElement.at(bytes, position) : null;
            if (escape != null) {
                select(escape);
                position += escape.escapeLength();
            } else if (b < 0x20 || b == 0x7F || b == ' ' || (lower.width() == 1 && b < 0x80)) {
                position += single(b);
            } else {
                position = run(position, b >= 0x80);
            }
        }
        values.add(text.toString());
        return values;
    }

    private void select(CodeElement element) {
        if (element.isUpper()) {
            upper = element;
        } else {
            lower = element;
        }
    }

    /** One byte of a single-byte lower set, a control character or a delimiter. */
    private int single(int b) {
        if (b == '\\' && multiValued && lower.width() == 1) {
            values.add(text.toString());
            text.setLength(0);
            reset();
        } else if (b == '\n' || b == '\f' || b == '\r' || b == '\t' || (personName && (b == '^' || b == '='))) {
            text.append((char) b);
            reset();
        } else if (lower == CodeElement.JIS_X_0201_ROMAJI && b > ' ') {
            text.append(lower.decode(new byte[] {(byte) b}, 0, 1));
        } else {
            text.append((char) b);
        }
        return 1;
    }

    private void reset() {
        lower = firstLower;
        upper = firstUpper;
    }

    /** A run of bytes in one half of the code table; gives the position behind it. */
    private int run(int from, boolean high) {
        CodeElement element = high ? upper : lower;
        int to = from + 1;
        while (to < bytes.length && (bytes[to] < 0) == high && (high || bytes[to] > ' ')) {
            to++;
        }
        if (element == null) {
            text.append(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
            return to;
        }
        int whole = to - (to - from) % element.width();
        text.append(element.decode(bytes, from, whole));
        if (whole < to) {
            text.append('\uFFFD');
        }
        return to;
    }
}
