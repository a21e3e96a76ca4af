package org.assent.dicomweb.multipart;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a multipart message part by part, as it arrives, through one buffer of fixed size.
 *
 * <p>RFC 2046 §5.1. Strict where leniency would let two readers see two messages: lines end with CRLF, and a line that
 * begins with the delimiter is a delimiter or an error. Not thread-safe.
 */
public final class MultipartReader {

    private static final int BUFFER = 64 * 1024;
    private static final int MAX_BOUNDARY = 70;

    private final InputStream in;
    private final byte[] delimiter;
    private final MultipartLimits limits;
    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int limit;
    private boolean endOfStream;
    private boolean closed;
    private int parts;
    private @Nullable PartBody body;

    /**
     * Starts reading.
     *
     * @param boundary from the Content-Type, without quotes, 1 to 70 printable characters of ASCII
     */
    public MultipartReader(InputStream in, String boundary, MultipartLimits limits) throws MalformedMultipartException {
        if (boundary.isEmpty() || boundary.length() > MAX_BOUNDARY) {
            throw MalformedMultipartException.syntax("a multipart boundary has 1 to 70 characters");
        }
        if (!boundary.chars().allMatch(c -> c >= ' ' && c < 127)) {
            throw MalformedMultipartException.syntax("a multipart boundary consists of printable ASCII characters");
        }
        this.in = in;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.US_ASCII);
        this.limits = limits;
    }

    /**
     * One part. Its body must be read before the next part is asked for; what is left of it is skipped then.
     *
     * @param headers names in lower case; of repeated ones the last
     * @param body the content
     */
    public record Part(Map<String, String> headers, InputStream body) {
        public Part {
            headers = Map.copyOf(headers);
        }
    }

    /**
     * The next part, or null after the last, when the message has been read to the end of its stream: only then is it
     * known that the transfer was whole.
     *
     * @throws MalformedMultipartException if this is not a multipart message, ends early or passes a limit
     */
    public @Nullable Part next() throws IOException {
        if (closed) {
            return null;
        }
        if (body == null) {
            skipPreamble();
        } else {
            body.skipRest();
        }
        if (atClosingDelimiter()) {
            skipEpilogue();
            closed = true;
            return null;
        }
        if (++parts > limits.maxParts()) {
            throw MalformedMultipartException.tooLarge("the message has more than " + limits.maxParts() + " parts");
        }
        Map<String, String> headers = readHeaders();
        body = new PartBody();
        return new Part(headers, body);
    }

    private void skipPreamble() throws IOException {
        // The first delimiter may stand at the very start, without the line break that belongs to it elsewhere.
        require(delimiter.length);
        if (startsWithDelimiter(position, 2)) {
            position += delimiter.length - 2;
            return;
        }
        int skipped = 0;
        while (true) {
            int found = findDelimiter();
            int step = (found >= 0 ? found : safeEnd()) - position;
            skipped += step;
            if (skipped > limits.maxHeaderBytes()) {
                throw MalformedMultipartException.syntax("the message does not begin with the boundary it declares");
            }
            position += step;
            if (found >= 0) {
                position += delimiter.length;
                return;
            }
            if (endOfStream) {
                throw MalformedMultipartException.syntax("the message does not hold the boundary it declares");
            }
            fill();
        }
    }

    private void skipEpilogue() throws IOException {
        int skipped = limit - position;
        position = limit;
        while (!endOfStream) {
            fill();
            skipped += limit - position;
            position = limit;
            if (skipped > limits.maxHeaderBytes()) {
                throw MalformedMultipartException.syntax("the message goes on after its closing delimiter");
            }
        }
    }

    /** After a delimiter: true if it was the last one, else goes to the start of the headers. */
    private boolean atClosingDelimiter() throws IOException {
        require(2);
        if (limit - position >= 2 && buffer[position] == '-' && buffer[position + 1] == '-') {
            position += 2;
            return true;
        }
        int padding = 0;
        while (true) {
            require(2);
            if (limit - position < 2) {
                throw MalformedMultipartException.syntax("the message ends within a delimiter");
            }
            byte next = buffer[position];
            if ((next == ' ' || next == '\t') && padding++ < 128) {
                position++;
            } else if (next == '\r' && buffer[position + 1] == '\n') {
                position += 2;
                return false;
            } else {
                throw MalformedMultipartException.syntax("a line begins with the boundary but is not a delimiter");
            }
        }
    }

    private Map<String, String> readHeaders() throws IOException {
        Map<String, String> headers = new HashMap<>();
        int total = 0;
        while (true) {
            int end = lineEnd();
            total += end + 2 - position;
            if (total > limits.maxHeaderBytes()) {
                throw headersTooLong();
            }
            String line = new String(buffer, position, end - position, StandardCharsets.ISO_8859_1);
            position = end + 2;
            if (line.isEmpty()) {
                return headers;
            }
            int colon = line.indexOf(':');
            if (colon < 1 || line.charAt(0) == ' ' || line.charAt(0) == '\t') {
                throw MalformedMultipartException.syntax("a part header is not of the form Name: value");
            }
            headers.put(
                    line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
    }

    private int lineEnd() throws IOException {
        int from = position;
        while (true) {
            for (int i = from; i + 1 < limit; i++) {
                if (buffer[i] == '\r' && buffer[i + 1] == '\n') {
                    return i;
                }
                if (buffer[i] == '\n' || buffer[i] == 0) {
                    throw MalformedMultipartException.syntax("part headers are lines that end with CR LF");
                }
            }
            int scanned = Math.max(limit - 1, position) - position;
            if (scanned > limits.maxHeaderBytes() || limit - position >= BUFFER) {
                throw headersTooLong();
            }
            if (endOfStream) {
                throw MalformedMultipartException.syntax("the message ends within the headers of a part");
            }
            fill();
            from = position + scanned;
        }
    }

    private MalformedMultipartException headersTooLong() {
        return MalformedMultipartException.tooLarge(
                "the headers of a part have more than " + limits.maxHeaderBytes() + " bytes");
    }

    /** Index of the next delimiter in the buffer, or -1. */
    private int findDelimiter() {
        int last = limit - delimiter.length;
        for (int i = position; i <= last; i++) {
            if (buffer[i] == '\r' && startsWithDelimiter(i, 0)) {
                return i;
            }
        }
        return -1;
    }

    private boolean startsWithDelimiter(int at, int from) {
        for (int i = from; i < delimiter.length; i++) {
            if (at + i - from >= limit || buffer[at + i - from] != delimiter[i]) {
                return false;
            }
        }
        return true;
    }

    /** Up to where the buffer certainly holds no beginning of a delimiter. */
    private int safeEnd() {
        return endOfStream ? limit : Math.max(position, limit - delimiter.length + 1);
    }

    private void require(int bytes) throws IOException {
        while (limit - position < bytes && !endOfStream) {
            fill();
        }
    }

    private void fill() throws IOException {
        if (position > 0) {
            System.arraycopy(buffer, position, buffer, 0, limit - position);
            limit -= position;
            position = 0;
        }
        int count = in.read(buffer, limit, BUFFER - limit);
        if (count < 0) {
            endOfStream = true;
        } else {
            limit += count;
        }
    }

    /** The bytes up to the next delimiter, which is taken too. */
    private final class PartBody extends InputStream {

        private long length;
        private boolean ended;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int count) throws IOException {
            if (count == 0) {
                return 0;
            }
            int available = available(count);
            if (available < 0) {
                return -1;
            }
            System.arraycopy(buffer, position, target, offset, available);
            position += available;
            return available;
        }

        /** Bytes that may be taken now, at most {@code count}, or -1 at the end of the part. */
        private int available(int count) throws IOException {
            while (!ended) {
                int found = findDelimiterWithin(count);
                int end = found >= 0 ? found : safeEnd();
                int available = Math.min(end - position, count);
                if (available > 0) {
                    length += available;
                    if (length > limits.maxPartBytes()) {
                        throw MalformedMultipartException.tooLarge(
                                "a part has more than " + limits.maxPartBytes() + " bytes");
                    }
                    return available;
                }
                if (found >= 0) {
                    position += delimiter.length;
                    ended = true;
                } else if (endOfStream) {
                    throw MalformedMultipartException.syntax("the message ends before its closing delimiter");
                } else {
                    fill();
                }
            }
            return -1;
        }

        /** As {@link #findDelimiter}, but looks only as far as the caller can take. */
        private int findDelimiterWithin(int count) {
            int last = Math.min(limit - delimiter.length, position + Math.min(count, BUFFER));
            for (int i = position; i <= last; i++) {
                if (buffer[i] == '\r' && startsWithDelimiter(i, 0)) {
                    return i;
                }
            }
            return -1;
        }

        private void skipRest() throws IOException {
            for (int available = available(BUFFER); available >= 0; available = available(BUFFER)) {
                position += available;
            }
        }
    }
}
