package org.assent.authorization.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Locale;
import java.util.TreeSet;
import org.assent.authorization.problem.Problem;
import org.assent.authorization.problem.ProblemException;
import org.assent.authorization.problem.ProblemKind;
import org.assent.authorization.route.Guard;
import org.assent.authorization.route.RouteMatch;
import org.assent.authorization.route.RouteTable;

/**
 * Finds the route of a request or ends it: an ambiguous path is 400, a path without a route 404, a method that the route
 * has not 405. Bounds address and headers first.
 *
 * <p>Routes for other sites exist on their port only, and only these and open ones exist there. OPTIONS is answered here;
 * what other origins may read {@link CrossOriginFilter} has said before.
 */
public final class RouteFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;

    private static final int MAX_ADDRESS = 8192;
    private static final int MAX_HEADERS = 100;
    private static final int MAX_HEADER_CHARS = 32 * 1024;

    private final transient RouteTable routes;

    /** Over all routes of the site. */
    public RouteFilter(RouteTable routes) {
        this.routes = routes;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        requireBounds(request);
        boolean options = request.getMethod().equals("OPTIONS");
        RouteTable.Answer answer = routes.find(request.getMethod(), RequestPath.parse(request.getRequestURI()));
        switch (answer) {
            case RouteTable.Answer.Found found -> {
                requirePort(request, found.match());
                RequestContext.setRoute(request, found.match());
                chain.doFilter(request, response);
            }
            case RouteTable.Answer.WrongMethod wrong -> {
                response.setHeader("Allow", String.join(", ", new TreeSet<>(wrong.allowed())));
                if (options) {
                    response.setStatus(HttpServletResponse.SC_NO_CONTENT);
                } else {
                    ProblemFilter.write(request, response, wrongMethod());
                }
            }
            case RouteTable.Answer.None none -> throw notFound();
        }
    }

    private static Problem wrongMethod() {
        return Problem.of(ProblemKind.METHOD_NOT_ALLOWED, "The Allow header lists the methods that this resource has.");
    }

    private static void requirePort(HttpServletRequest request, RouteMatch match) {
        boolean sitesPort = RequestContext.onSitesPort(request);
        boolean exists =
                switch (match.route().guard()) {
                    case Guard.Open open -> true;
                    case Guard.Peers peers -> sitesPort;
                    case Guard.Decision decision -> !sitesPort || decision.peers();
                    case Guard.Roles roles -> !sitesPort;
                    case Guard.Page page -> !sitesPort;
                };
        if (!exists) {
            throw notFound();
        }
    }

    private static ProblemException notFound() {
        return new ProblemException(ProblemKind.NOT_FOUND, "There is nothing at this address.");
    }

    private static void requireBounds(HttpServletRequest request) {
        String query = request.getQueryString();
        if (request.getRequestURI().length() + (query == null ? 0 : query.length()) > MAX_ADDRESS) {
            throw new ProblemException(
                    ProblemKind.URI_TOO_LONG, "An address may have " + MAX_ADDRESS + " characters at most.");
        }
        int count = 0;
        int chars = 0;
        for (String name : Collections.list(request.getHeaderNames())) {
            for (String value : Collections.list(request.getHeaders(name))) {
                count++;
                chars += name.length() + value.length();
            }
        }
        if (count > MAX_HEADERS || chars > MAX_HEADER_CHARS) {
            throw new ProblemException(
                    ProblemKind.HEADERS_TOO_LARGE,
                    String.format(
                            Locale.ROOT,
                            "A request may have %d headers of %d characters together.",
                            MAX_HEADERS,
                            MAX_HEADER_CHARS));
        }
    }
}
