package org.assent.authorization.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.assent.audit.AccessLogUnavailableException;
import org.assent.authorization.problem.Problem;
import org.assent.authorization.problem.ProblemException;
import org.assent.authorization.problem.ProblemForm;
import org.assent.authorization.problem.ProblemKind;
import org.assent.authorization.problem.TraceWithoutMessages;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.QuietException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns problems into responses, in one place.
 *
 * <p>{@link ProblemException} becomes its problem; what the container says of a broken or slow request becomes 400; anything else
 * becomes a 500 that says nothing, and is logged with classes and frames but without messages. A response that has begun is
 * cut instead, so that the client never takes half of it for the whole.
 */
public final class ProblemFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger(ProblemFilter.class);

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Map<String, String> before = headers(response);
        try {
            chain.doFilter(request, response);
        } catch (RuntimeException | ServletException e) {
            answer(request, response, before, problem(e), e);
        } catch (IOException e) {
            if (response.isCommitted()) {
                LOG.debug("the connection ended: {}", e.getClass().getName());
                throw e;
            }
            answer(request, response, before, problem(e), e);
        }
    }

    private static Problem problem(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProblemException known) {
                return known.problem();
            }
            if (cause instanceof AccessLogUnavailableException) {
                return new Problem(
                        ProblemKind.UNAVAILABLE,
                        "The access log cannot be written, so nothing may be read. Try again later.",
                        Optional.of(Duration.ofSeconds(30)));
            }
            boolean broken = cause instanceof HttpException http && http.getCode() >= 400 && http.getCode() < 500;
            if (broken || cause instanceof QuietException || cause instanceof TimeoutException) {
                return Problem.of(ProblemKind.BAD_REQUEST, "The request could not be read to its end.");
            }
        }
        return Problem.of(
                ProblemKind.INTERNAL, "The request failed here. Tell the operator of this site the request id.");
    }

    private static void answer(
            HttpServletRequest request,
            HttpServletResponse response,
            Map<String, String> before,
            Problem problem,
            Exception cause)
            throws IOException {
        if (problem.kind() == ProblemKind.INTERNAL) {
            LOG.error("unexpected failure of {}: {}", request.getMethod(), TraceWithoutMessages.of(cause));
        }
        if (response.isCommitted()) {
            throw new IOException("cut after the response had begun");
        }
        String receipt = response.getHeader(RequestContext.RECEIPT_HEADER);
        response.reset();
        before.forEach(response::setHeader);
        if (receipt != null) {
            response.setHeader(RequestContext.RECEIPT_HEADER, receipt); // a refusal was decided too
        }
        write(request, response, problem);
    }

    /** Writes a problem as the response; for filters and for handlers that must not throw. */
    public static void write(HttpServletRequest request, HttpServletResponse response, Problem problem)
            throws IOException {
        ProblemForm form = form(request);
        byte[] body = form.body(problem, RequestContext.requestId(request));
        response.setStatus(problem.kind().status());
        problem.retryAfter()
                .ifPresent(after -> response.setHeader("Retry-After", Long.toString(Math.max(1, after.toSeconds()))));
        response.setContentType(form.contentType());
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private static ProblemForm form(HttpServletRequest request) {
        String path = request.getRequestURI();
        if (path.startsWith("/fhir/")) {
            return ProblemForm.OPERATION_OUTCOME;
        }
        boolean api = path.startsWith("/dicomweb") || path.startsWith("/wado") || path.equals("/auth/token");
        String accept = request.getHeader("Accept");
        return !api && accept != null && accept.contains("text/html") ? ProblemForm.HTML : ProblemForm.JSON;
    }

    private static Map<String, String> headers(HttpServletResponse response) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : response.getHeaderNames()) {
            headers.put(name, response.getHeader(name));
        }
        return headers;
    }
}
