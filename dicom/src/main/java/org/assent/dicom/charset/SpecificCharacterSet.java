package org.assent.dicom.charset;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the text of a data set is encoded: Specific Character Set (0008,0005), PS3.3 C.12.1.1.2.
 *
 * <p>Tolerant: an unknown term and bytes above 0x7F without a character set are read as ISO 8859-1; what a named set
 * cannot decode becomes U+FFFD. Immutable.
 */
public final class SpecificCharacterSet {
    private static final Pattern TERM = Pattern.compile("ISO[ _-]?(2022[ _-])?IR[ _-]?([0-9]{1,3})");

    private static final Map<String, Charset> WITHOUT_EXTENSIONS = Map.of(
            "ISO_IR 192", StandardCharsets.UTF_8, "GB18030", Charset.forName("GB18030"), "GBK", Charset.forName("GBK"));

    /** The default repertoire, ISO_IR 6. */
    public static final SpecificCharacterSet DEFAULT = new SpecificCharacterSet(List.of());

    /** UTF-8, the only one that this project writes. */
    public static final SpecificCharacterSet UTF_8 = new SpecificCharacterSet(List.of("ISO_IR 192"));

    private final List<String> terms;
    private final @Nullable Charset whole;
    private final CodeElement lower;
    private final @Nullable CodeElement upper;
    private final boolean extended;

    private SpecificCharacterSet(List<String> terms) {
        this.terms = terms;
        String first = terms.isEmpty() ? "" : terms.get(0);
        this.whole = WITHOUT_EXTENSIONS.get(first);
        this.extended = whole == null && (terms.size() > 1 || first.startsWith("ISO 2022"));
        String number = first.substring(first.lastIndexOf(' ') + 1);
        this.upper = upper(number);
        this.lower = upper == CodeElement.JIS_X_0201_KATAKANA ? CodeElement.JIS_X_0201_ROMAJI : CodeElement.ASCII;
    }

    /** The character set named by the values of (0008,0005), in order; no values give {@link #DEFAULT}. */
    public static SpecificCharacterSet of(List<String> values) {
        List<String> terms =
                values.stream().map(SpecificCharacterSet::canonical).toList();
        boolean isDefault = terms.stream().allMatch(term -> term.isEmpty() || term.equals("ISO_IR 6"));
        return isDefault ? DEFAULT : new SpecificCharacterSet(terms);
    }

    /** The defined terms in the spelling of PS3.3; empty for the default repertoire. */
    public List<String> terms() {
        return terms;
    }

    /** Decodes a value field that holds one text, where a backslash is a backslash (LT, ST, UT). */
    public String decodeText(byte[] bytes) {
        return decode(bytes, false, false).get(0);
    }

    /** Decodes a value field and splits it at backslashes that are not part of a character; at least one value. */
    public List<String> decodeValues(byte[] bytes) {
        return decode(bytes, true, false);
    }

    /** As {@link #decodeValues}, for PN, where {@code ^} and {@code =} also bring back the first character set. */
    public List<String> decodePersonNames(byte[] bytes) {
        return decode(bytes, true, true);
    }

    private List<String> decode(byte[] bytes, boolean multiValued, boolean personName) {
        if (whole == null && (extended || upper != null)) {
            byte[] source = extended ? bytes : withoutEscapes(bytes);
            return new Iso2022Decoder(source, lower, upper, multiValued, personName).decode();
        }
        String text = new String(bytes, whole == null ? StandardCharsets.ISO_8859_1 : whole);
        return multiValued && text.indexOf('\\') >= 0 ? split(text) : List.of(text);
    }

    private static List<String> split(String text) {
        return new ArrayList<>(Arrays.asList(text.split("\\\\", -1)));
    }

    /** Without code extensions an escape character selects nothing: it is dropped. */
    private static byte[] withoutEscapes(byte[] bytes) {
        int kept = 0;
        byte[] copy = bytes.clone();
        for (byte b : bytes) {
            if (b != 0x1B) {
                copy[kept++] = b;
            }
        }
        return kept == bytes.length ? bytes : Arrays.copyOf(copy, kept);
    }

    private static String canonical(String term) {
        String upper = term.strip().toUpperCase(Locale.ROOT);
        Matcher matcher = TERM.matcher(upper);
        if (!matcher.matches()) {
            return upper;
        }
        return (matcher.group(1) == null ? "ISO_IR " : "ISO 2022 IR ") + matcher.group(2);
    }

    private static @Nullable CodeElement upper(String number) {
        return switch (number) {
            case "100" -> CodeElement.LATIN_1;
            case "101" -> CodeElement.LATIN_2;
            case "109" -> CodeElement.LATIN_3;
            case "110" -> CodeElement.LATIN_4;
            case "148" -> CodeElement.LATIN_5;
            case "203" -> CodeElement.LATIN_9;
            case "144" -> CodeElement.CYRILLIC;
            case "127" -> CodeElement.ARABIC;
            case "126" -> CodeElement.GREEK;
            case "138" -> CodeElement.HEBREW;
            case "166" -> CodeElement.THAI;
            case "13" -> CodeElement.JIS_X_0201_KATAKANA;
            case "149" -> CodeElement.KS_X_1001;
            case "58" -> CodeElement.GB_2312;
            default -> null;
        };
    }
}
