package org.assent.authorization.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * Takes the rest of a request that was refused before it was read, so that the client hears why.
 *
 * <p>A connection that is closed while the client still sends is reset, and many clients then report a broken pipe and never
 * read the answer (RFC 9112 §9.6). At most 16 MiB and five seconds are spent on it; what is longer is cut. A client that
 * waits for 100 (Continue) has sent nothing and is not asked to.
 */
public final class UnreadBodyFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;
    private static final long MOST_BYTES = 16L << 20;
    private static final Duration MOST_TIME = Duration.ofSeconds(5);
    private static final int BUFFER = 64 * 1024;

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
            InputStream in = request.getInputStream();
            long taken = 0;
            int count = 0;
            while (count >= 0 && taken < MOST_BYTES && System.nanoTime() < until) {
                count = in.read(buffer);
                taken += count;
            }
        } catch (IOException | IllegalStateException e) {
            // It broke off, or a handler has read it as text: there is nothing more to take.
        }
    }
}
