package org.assent.site.http;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.assent.authorization.http.RequestContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One log line a request: method, the route's template, status, time, request id.
 *
 * <p>Never the path or the query, which name patients and studies. Who saw what is the access log's business. First in the
 * chain, so that its status is what the client got.
 */
final class RequestLogFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger("org.assent.site.requests");

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        long from = System.nanoTime();
        boolean ended = false;
        try {
            chain.doFilter(request, response);
            ended = true;
        } finally {
            if (ended && request.isAsyncStarted()) {
                request.getAsyncContext().addListener(new WhenComplete(() -> log(request, response, from, false)));
            } else {
                log(request, response, from, !ended);
            }
        }
    }

    private static void log(HttpServletRequest request, HttpServletResponse response, long from, boolean cut) {
        LOG.info(
                "{} {} {} {} ms{} request {}",
                method(request.getMethod()),
                RequestContext.routeIfAny(request)
                        .map(match -> match.route().template())
                        .orElse("(no route)"),
                response.getStatus(),
                (System.nanoTime() - from) / 1_000_000,
                cut ? " cut" : "",
                RequestContext.requestId(request));
    }

    /** A method is the client's text: only its letters are written. */
    private static String method(String method) {
        return method.length() <= 16 && method.chars().allMatch(Character::isLetter) ? method : "(odd method)";
    }

    /** Runs something once an asynchronous request is over, however it ends. */
    private record WhenComplete(Runnable action) implements AsyncListener {
        @Override
        public void onComplete(AsyncEvent event) {
            action.run();
        }

        @Override
        public void onTimeout(AsyncEvent event) {}

        @Override
        public void onError(AsyncEvent event) {}

        @Override
        public void onStartAsync(AsyncEvent event) {}
    }
}
