package org.assent.dicomweb.http;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One media type, or range of them, as a client writes it: RFC 9110 §12.5.1 with the parameters of PS3.18 §8.7.3.
 *
 * <p>Tolerant: {@code type=application/dicom} is understood without its quotes (DW-M-09), unknown parameters are kept and
 * mean nothing (DW-M-13).
 *
 * @param type in lower case, or {@code *}
 * @param subtype in lower case, or {@code *}; old names of PS3.18 replaced by today's
 * @param parameters names in lower case, values without quotes; {@code q} left out
 * @param quality 0 to 1
 */
public record MediaRange(String type, String subtype, Map<String, String> parameters, double quality) {

    /** Transfer syntax value that asks for the bytes as they are stored (PS3.18 §8.7.3.5.2). */
    public static final String AS_STORED = "*";

    private static final Map<String, String> OLD_NAMES = Map.of("x-jls", "jls", "x-dicom-rle", "dicom-rle");

    public MediaRange {
        parameters = Map.copyOf(parameters);
    }

    /** Reads one media type with its parameters, or gives empty if it is not one. */
    public static Optional<MediaRange> parse(String text) {
        var pieces = QuotedText.split(text, ';');
        String[] names = pieces.get(0).strip().toLowerCase(Locale.ROOT).split("/", -1);
        if (names.length != 2 || !isToken(names[0]) || !isToken(names[1])) {
            return Optional.empty();
        }
        if (names[0].equals("*") && !names[1].equals("*")) {
            return Optional.empty();
        }
        Map<String, String> parameters = new HashMap<>();
        double quality = 1;
        for (String piece : pieces.subList(1, pieces.size())) {
            int equals = piece.indexOf('=');
            if (equals < 1) {
                continue;
            }
            String name = piece.substring(0, equals).strip().toLowerCase(Locale.ROOT);
            String value = QuotedText.unquote(piece.substring(equals + 1).strip());
            if (name.equals("q")) {
                quality = quality(value);
            } else {
                parameters.putIfAbsent(name, value);
            }
        }
        String subtype = OLD_NAMES.getOrDefault(names[1], names[1]);
        return Optional.of(new MediaRange(names[0], subtype, parameters, quality));
    }

    /** Whether it is {@code multipart/related}, or a range that covers it. */
    public boolean coversMultipart() {
        return covers("multipart", "related");
    }

    /** Whether it covers a media type such as {@code application/dicom}, leaving parameters aside. */
    public boolean covers(String mediaType) {
        int slash = mediaType.indexOf('/');
        return covers(mediaType.substring(0, slash), mediaType.substring(slash + 1));
    }

    /** Whether it covers {@code multipart/related} with parts of the given type. */
    public boolean coversMultipartOf(String partType) {
        return coversMultipart() && part().covers(partType);
    }

    /** Of {@code multipart/related}: the range that its {@code type} parameter gives, anything if it gives none. */
    public MediaRange part() {
        return Optional.ofNullable(parameters.get("type"))
                .flatMap(MediaRange::parse)
                .orElse(new MediaRange("*", "*", Map.of(), 1));
    }

    /** Whether it is {@code * / *}, or {@code multipart/related} of that. */
    public boolean coversEverything() {
        return type.equals("*") || (coversMultipart() && part().type.equals("*"));
    }

    /** The transfer syntax asked for: a UID, {@link #AS_STORED}, or empty for the default. */
    public Optional<String> transferSyntax() {
        String own = parameters.get("transfer-syntax");
        if (own == null && type.equals("multipart")) {
            own = part().parameters.get("transfer-syntax");
        }
        return Optional.ofNullable(own);
    }

    /** How narrow it is: 0 for everything, more for each step to one exact type. */
    int specificity() {
        if (type.equals("*")) {
            return 0;
        }
        int own = subtype.equals("*") ? 1 : 2;
        return type.equals("multipart") && !part().type.equals("*") ? own + 1 : own;
    }

    private boolean covers(String otherType, String otherSubtype) {
        return type.equals("*") || (type.equals(otherType) && (subtype.equals("*") || subtype.equals(otherSubtype)));
    }

    private static double quality(String text) {
        return text.matches("0(\\.[0-9]{0,3})?|1(\\.0{0,3})?") ? Double.parseDouble(text) : 1;
    }

    private static boolean isToken(String text) {
        return !text.isEmpty()
                && text.chars().allMatch(c -> c > ' ' && c < 127 && "()<>@,;:\\\"/[]?={}".indexOf(c) < 0);
    }
}
