package org.assent.authorization.peer;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.http.HttpField;

/** A response of another site while it arrives. A body that is too long, or that breaks off, ends in an IOException. */
final class StreamedResponse implements PeerResponse {

    private final Request request;
    private final int status;
    private final Map<String, String> headers;
    private final InputStream body;

    StreamedResponse(Request request, Response response, InputStream body, long maxBody) {
        this.request = request;
        this.status = response.getStatus();
        Map<String, String> read = new LinkedHashMap<>();
        for (HttpField field : response.getHeaders()) {
            read.put(field.getName().toLowerCase(Locale.ROOT), field.getValue() == null ? "" : field.getValue());
        }
        this.headers = Collections.unmodifiableMap(read);
        this.body = new Bounded(body, maxBody);
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public Map<String, String> headers() {
        return headers;
    }

    @Override
    public InputStream body() {
        return body;
    }

    @Override
    public void close() {
        var unused = request.abort(new IOException("the call was ended here")); // does nothing once it is complete
        try {
            body.close();
        } catch (IOException e) {
            // nothing more is wanted of it
        }
    }

    private static final class Bounded extends FilterInputStream {

        private long left;

        private Bounded(InputStream in, long max) {
            super(in);
            this.left = max;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = in.read(target, offset, length);
            left -= Math.max(0, count);
            if (left < 0) {
                throw new IOException("the other site sends more than this site takes");
            }
            return count;
        }

        @Override
        public long skip(long count) throws IOException {
            long skipped = 0;
            while (skipped < count && read() >= 0) {
                skipped++;
            }
            return skipped;
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
