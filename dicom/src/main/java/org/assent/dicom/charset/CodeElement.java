package org.assent.dicom.charset;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One set of characters that an escape sequence of ISO 2022 selects, for the lower (G0) or upper (G1) half of the code table.
 *
 * <p>PS3.3 Tables C.12-3 and C.12-4.
 */
enum CodeElement {
    ASCII("(B", false, 1, StandardCharsets.US_ASCII),
    JIS_X_0201_ROMAJI("(J", false, 1, Charset.forName("JIS_X0201")),
    JIS_X_0208("$B", false, 2, Charset.forName("EUC-JP")),
    JIS_X_0212("$(D", false, 2, Charset.forName("EUC-JP")),
    JIS_X_0201_KATAKANA(")I", true, 1, Charset.forName("JIS_X0201")),
    LATIN_1("-A", true, 1, StandardCharsets.ISO_8859_1),
    LATIN_2("-B", true, 1, Charset.forName("ISO-8859-2")),
    LATIN_3("-C", true, 1, Charset.forName("ISO-8859-3")),
    LATIN_4("-D", true, 1, Charset.forName("ISO-8859-4")),
    LATIN_5("-M", true, 1, Charset.forName("ISO-8859-9")),
    LATIN_9("-b", true, 1, Charset.forName("ISO-8859-15")),
    CYRILLIC("-L", true, 1, Charset.forName("ISO-8859-5")),
    ARABIC("-G", true, 1, Charset.forName("ISO-8859-6")),
    GREEK("-F", true, 1, Charset.forName("ISO-8859-7")),
    HEBREW("-H", true, 1, Charset.forName("ISO-8859-8")),
    THAI("-T", true, 1, Charset.forName("TIS-620")),
    KS_X_1001("$)C", true, 2, Charset.forName("EUC-KR")),
    GB_2312("$)A", true, 2, Charset.forName("GB2312"));

    private final String escape;
    private final boolean upper;
    private final int width;
    private final Charset charset;

    CodeElement(String escape, boolean upper, int width, Charset charset) {
        this.escape = escape;
        this.upper = upper;
        this.width = width;
        this.charset = charset;
    }

    /** The element whose escape sequence stands behind the ESC at {@code position}, or null. */
    static @Nullable CodeElement at(byte[] bytes, int position) {
        for (CodeElement element : values()) {
            if (element.isEscapedAt(bytes, position + 1)) {
                return element;
            }
        }
        return null;
    }

    private boolean isEscapedAt(byte[] bytes, int start) {
        for (int i = 0; i < escape.length(); i++) {
            if (start + i >= bytes.length || bytes[start + i] != escape.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The number of bytes from ESC to the end of the escape sequence. */
    int escapeLength() {
        return 1 + escape.length();
    }

    /** Whether it is for bytes from 0x80. */
    boolean isUpper() {
        return upper;
    }

    /** The bytes of one character: 1 or 2. */
    int width() {
        return width;
    }

    /** Decodes a run of whole characters of this set. */
    String decode(byte[] bytes, int from, int to) {
        return switch (this) {
            case JIS_X_0208 -> new String(raised(bytes, from, to), charset);
            case JIS_X_0212 -> new String(withShift(raised(bytes, from, to)), charset);
            case ASCII,
                    JIS_X_0201_ROMAJI,
                    JIS_X_0201_KATAKANA,
                    LATIN_1,
                    LATIN_2,
                    LATIN_3,
                    LATIN_4,
                    LATIN_5,
                    LATIN_9,
                    CYRILLIC,
                    ARABIC,
                    GREEK,
                    HEBREW,
                    THAI,
                    KS_X_1001,
                    GB_2312 -> new String(bytes, from, to - from, charset);
        };
    }

    /** EUC-JP has the characters of JIS X 0208 with the upper bits set. */
    private static byte[] raised(byte[] bytes, int from, int to) {
        byte[] raised = Arrays.copyOfRange(bytes, from, to);
        for (int i = 0; i < raised.length; i++) {
            raised[i] |= (byte) 0x80;
        }
        return raised;
    }

    /** EUC-JP has the characters of JIS X 0212 behind a single shift 0x8F. */
    private static byte[] withShift(byte[] pairs) {
        byte[] shifted = new byte[pairs.length / 2 * 3];
        for (int i = 0, j = 0; i + 1 < pairs.length; i += 2) {
            shifted[j++] = (byte) 0x8F;
            shifted[j++] = pairs[i];
            shifted[j++] = pairs[i + 1];
        }
        return shifted;
    }
}
