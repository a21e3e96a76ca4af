package org.assent.authorization.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Takes the rest of a request that was refused before it was read, so that the client hears why.
 *
 * <p>A connection that is closed while the client still sends is reset, and many clients then report a broken pipe and never
 * read the answer (RFC 9112 §9.6). At most 16 MiB and five seconds are spent on it, and not on
 * one who pauses for 200 ms; what is longer is cut. A client that
 * waits for 100 (Continue) has sent nothing and is not asked to.
 */
public final class UnreadBodyFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;
    private static final long MOST_BYTES = 16L << 20;
    private static final Duration MOST_TIME = Duration.ofSeconds(5);
    private static final int BUFFER = 64 * 1024;
    private static final Duration STEP = Duration.ofMillis(5);
    private static final int MOST_STEPS = 40;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        chain.doFilter(request, response);
        boolean refused = response.getStatus() >= HttpServletResponse.SC_BAD_REQUEST;
        if (refused && hasBody(request) && request.getHeader("Expect") == null) {
            takeRest(request);
        }
    }

    private static boolean hasBody(HttpServletRequest request) {
        return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
    }

    private static void takeRest(HttpServletRequest request) {
        long until = System.nanoTime() + MOST_TIME.toNanos();
        byte[] buffer = new byte[BUFFER];
        try {
            ServletInputStream in = request.getInputStream();
            long taken = 0;
            while (taken < MOST_BYTES && System.nanoTime() < until && hasMore(in)) {
                int count = in.read(buffer);
                if (count < 0) {
                    return;
                }
                taken += count;
            }
        } catch (IOException | IllegalStateException e) {
            // It broke off, or a handler has read it as text: there is nothing more to take.
        }
    }

    /** Whether something has come, or comes within a moment: a client that sends nothing does not keep a thread. */
    private static boolean hasMore(ServletInputStream in) throws IOException {
        for (int step = 0; step < MOST_STEPS && !in.isFinished(); step++) {
            if (in.available() > 0) {
                return true;
            }
            LockSupport.parkNanos(STEP.toNanos());
        }
        return false;
    }
}
