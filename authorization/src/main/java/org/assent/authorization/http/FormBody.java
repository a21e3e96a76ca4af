package org.assent.authorization.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.assent.authorization.problem.Problem;
import org.assent.authorization.problem.ProblemException;
import org.assent.authorization.problem.ProblemKind;

/**
 * A form as a request's body carries it ({@code application/x-www-form-urlencoded}, UTF-8). Unlike the container's
 * parameters it never mixes in the query, and it is bounded.
 */
public final class FormBody {

    private static final int MAX_FIELDS = 40;
    private static final Duration READ_WITHIN = Duration.ofSeconds(10);
    private static final Semaphore WAITING = new Semaphore(48);

    private final Map<String, List<String>> fields;

    private FormBody(Map<String, List<String>> fields) {
        this.fields = fields;
    }

    /**
     * Reads the body.
     *
     * @param maxBytes how long it may be
     * @throws ProblemException 415, 413 or 400 if it is not such a form
     */
    public static FormBody read(HttpServletRequest request, int maxBytes) throws IOException {
        String type = request.getContentType();
        String media = type == null ? "" : type.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
        if (!media.equals("application/x-www-form-urlencoded")) {
            throw new ProblemException(
                    ProblemKind.UNSUPPORTED_MEDIA_TYPE, "The body is application/x-www-form-urlencoded.");
        }
        byte[] body = readWithOthers(request, maxBytes + 1);
        if (body.length > maxBytes) {
            throw new ProblemException(ProblemKind.TOO_LARGE, "The form may have " + maxBytes + " bytes at most.");
        }
        return parse(text(body));
    }

    /** Forms come from anybody, so all that wait for one together hold only some of the threads. */
    private static byte[] readWithOthers(HttpServletRequest request, int limit) throws IOException {
        if (!WAITING.tryAcquire()) {
            throw new ProblemException(new Problem(
                    ProblemKind.UNAVAILABLE,
                    "Too many forms are on their way to this site; try again in a moment.",
                    Optional.of(Duration.ofSeconds(2))));
        }
        try {
            return within(READ_WITHIN, request.getInputStream(), limit);
        } finally {
            WAITING.release();
        }
    }

    /** Reads to the end or the limit; a client that drips its bytes does not keep a thread. */
    private static byte[] within(Duration time, InputStream in, int limit) throws IOException {
        long until = System.nanoTime() + time.toNanos();
        byte[] buffer = new byte[limit];
        int length = 0;
        int count = 0;
        while (count >= 0 && length < limit) {
            if (System.nanoTime() > until) {
                throw bad("The form was not sent within " + time.toSeconds() + " s.");
            }
            count = in.read(buffer, length, limit - length);
            length += Math.max(count, 0);
        }
        return Arrays.copyOf(buffer, length);
    }

    /**
     * Reads a request's query in the same way.
     *
     * @throws ProblemException 400 if it is no form
     */
    public static FormBody query(HttpServletRequest request) {
        String query = request.getQueryString();
        return parse(query == null ? "" : query);
    }

    private static FormBody parse(String text) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        String[] pairs = text.isEmpty() ? new String[0] : text.split("&", -1);
        if (pairs.length > MAX_FIELDS) {
            throw bad("The form may have " + MAX_FIELDS + " fields at most.");
        }
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
            fields.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
        }
        return new FormBody(fields);
    }

    private static String decode(String encoded) {
        try {
            String decoded = URLDecoder.decode(encoded, StandardCharsets.UTF_8);
            if (decoded.indexOf('\uFFFD') < 0) {
                return decoded;
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw bad("The form is not percent-encoded UTF-8.");
    }

    private static String text(byte[] body) {
        try {
            return StandardCharsets.US_ASCII
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw bad("The form is percent-encoded: ASCII only.");
        }
    }

    /**
     * A field that may be there once; an empty value counts as none (RFC 6749 §3.2).
     *
     * @throws ProblemException 400 if it is there more than once
     */
    public Optional<String> single(String name) {
        List<String> values = all(name);
        if (values.size() > 1) {
            throw bad("A field of the form is there twice that may be there once: " + name + ".");
        }
        return values.stream().findFirst();
    }

    /** All values of a field that are not empty, in order. */
    public List<String> all(String name) {
        return fields.getOrDefault(name, List.of()).stream()
                .filter(value -> !value.isEmpty())
                .toList();
    }

    private static ProblemException bad(String detail) {
        return new ProblemException(ProblemKind.BAD_REQUEST, detail);
    }
}
