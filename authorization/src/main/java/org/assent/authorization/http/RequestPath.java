package org.assent.authorization.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.assent.authorization.problem.ProblemException;
import org.assent.authorization.problem.ProblemKind;

/**
 * The path of a request as segments, percent-decoded once; what two readers could understand differently is refused (RFC
 * 3986 §6.2.2, §7.3). Pure.
 */
public final class RequestPath {

    private RequestPath() {}

    /**
     * Reads the raw path of a request.
     *
     * @return the segments; none for {@code /}; the last is empty if the path ends with a slash
     * @throws ProblemException 400 for empty or dot segments in it, parameters, an encoded slash, backslash or percent sign,
     *     control characters, and what is not UTF-8
     */
    public static List<String> parse(String raw) {
        if (!raw.startsWith("/")) {
            throw bad("begins with a slash");
        }
        List<String> segments = new ArrayList<>();
        if (raw.length() > 1) {
            String[] parts = raw.substring(1).split("/", -1);
            for (int i = 0; i < parts.length; i++) {
                if (parts[i].isEmpty() && i < parts.length - 1) {
                    throw bad("has no empty segment");
                }
                segments.add(segment(parts[i]));
            }
        }
        return segments;
    }

    private static String segment(String raw) {
        byte[] bytes = new byte[raw.length()];
        int length = 0;
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                bytes[length++] = (byte) octet(raw, i);
                i += 2;
            } else if (c > 0x20 && c < 0x7F && c != '\\' && c != ';') {
                bytes[length++] = (byte) c;
            } else {
                throw bad("is ASCII without spaces, backslash and semicolon, the rest percent-encoded");
            }
        }
        String decoded = utf8(bytes, length);
        if (decoded.equals(".") || decoded.equals("..")) {
            throw bad("has no dot segment");
        }
        return decoded;
    }

    private static int octet(String raw, int at) {
        int high = at + 2 < raw.length() ? Character.digit(raw.charAt(at + 1), 16) : -1;
        int low = at + 2 < raw.length() ? Character.digit(raw.charAt(at + 2), 16) : -1;
        int octet = high < 0 || low < 0 ? -1 : high << 4 | low;
        if (octet < 0x20 || octet == 0x7F || octet == '/' || octet == '\\' || octet == '%' || octet == ';') {
            throw bad("encodes no slash, backslash, percent sign, semicolon or control character");
        }
        return octet;
    }

    private static String utf8(byte[] bytes, int length) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw bad("is UTF-8");
        }
    }

    private static ProblemException bad(String rule) {
        return new ProblemException(ProblemKind.BAD_REQUEST, "The path of a request " + rule + ".");
    }
}
