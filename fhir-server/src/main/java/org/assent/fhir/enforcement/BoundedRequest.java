package org.assent.fhir.enforcement;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.assent.authorization.problem.ProblemException;
import org.assent.authorization.problem.ProblemKind;

/**
 * A request whose body ends with 413 where it grows over a limit, or before it is read if its length is announced, and with 400
 * if it has not come within a minute.
 */
final class BoundedRequest extends HttpServletRequestWrapper {

    private static final Duration READ_WITHIN = Duration.ofSeconds(60);

    private final long limit;

    BoundedRequest(HttpServletRequest request, long limit) {
        super(request);
        this.limit = limit;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        if (getContentLengthLong() > limit) {
            throw tooLarge();
        }
        return new Bounded(super.getInputStream());
    }

    @Override
    public BufferedReader getReader() throws IOException {
        return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
    }

    private ProblemException tooLarge() {
        return new ProblemException(ProblemKind.TOO_LARGE, "A body of this request has at most " + limit + " bytes.");
    }

    private final class Bounded extends ServletInputStream {
        private final ServletInputStream in;
        private final long until = System.nanoTime() + READ_WITHIN.toNanos();
        private long left = limit;

        Bounded(ServletInputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            int b = in.read();
            count(b < 0 ? 0 : 1);
            return b;
        }

        @Override
        public int read(byte[] buffer, int from, int length) throws IOException {
            int n = in.read(buffer, from, length);
            count(Math.max(n, 0));
            return n;
        }

        private void count(int n) {
            left -= n;
            if (left < 0) {
                throw tooLarge();
            }
            if (System.nanoTime() > until) {
                throw new ProblemException(
                        ProblemKind.BAD_REQUEST, "The body was not sent within " + READ_WITHIN.toSeconds() + " s.");
            }
        }

        @Override
        public boolean isFinished() {
            return in.isFinished();
        }

        @Override
        public boolean isReady() {
            return in.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            in.setReadListener(listener);
        }
    }
}
