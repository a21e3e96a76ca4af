package org.assent.dicomweb.qido;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The query of a URI as pairs: percent-encoded UTF-8, a plus sign for a space (PS3.18 §8.3.1). */
final class QueryString {

    private static final int MAX_LENGTH = 16_384;
    private static final int MAX_PARAMETERS = 256;

    private QueryString() {}

    /** One pair. */
    record Parameter(String name, String value) {}

    static List<Parameter> parse(String query) {
        if (query.length() > MAX_LENGTH) {
            throw SearchParameters.bad("A query has at most " + MAX_LENGTH + " characters.");
        }
        List<Parameter> parameters = new ArrayList<>();
        for (String pair : query.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            if (parameters.size() == MAX_PARAMETERS) {
                throw SearchParameters.bad("A query has at most " + MAX_PARAMETERS + " parameters.");
            }
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            parameters.add(new Parameter(decode(name), decode(value)));
        }
        return parameters;
    }

    private static String decode(String text) {
        ByteBuffer bytes = ByteBuffer.allocate(text.length() * 4);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                if (i + 2 >= text.length()
                        || !HexFormat.isHexDigit(text.charAt(i + 1))
                        || !HexFormat.isHexDigit(text.charAt(i + 2))) {
                    throw SearchParameters.bad("A percent sign in a query is followed by two hexadecimal digits.");
                }
                bytes.put((byte) HexFormat.fromHexDigits(text, i + 1, i + 3));
                i += 2;
            } else if (c == '+') {
                bytes.put((byte) ' ');
            } else {
                bytes.put(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
            }
        }
        String decoded;
        try {
            decoded = StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException e) {
            throw SearchParameters.bad("A query is percent-encoded UTF-8.");
        }
        if (decoded.indexOf('\0') >= 0) {
            throw SearchParameters.bad("A query holds no NUL.");
        }
        return decoded;
    }
}
