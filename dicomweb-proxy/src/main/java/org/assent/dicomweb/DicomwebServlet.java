package org.assent.dicomweb;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assent.audit.AccessLogUnavailableException;
import org.assent.authorization.problem.ProblemException;
import org.assent.authorization.problem.ProblemKind;
import org.assent.authorization.route.Route;
import org.assent.authorization.route.RouteTable;
import org.assent.dicomweb.http.Exchange;
import org.assent.dicomweb.http.Handler;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the handler of a request by the service's own routes. Problems leave as {@link ProblemException}, which the site's
 * filter renders.
 */
final class DicomwebServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(DicomwebServlet.class);

    private final transient DicomwebSettings settings;
    private final transient Map<Route, Handler> handlers;
    private final transient RouteTable table;

    DicomwebServlet(DicomwebSettings settings, Map<Route, Handler> handlers) {
        this.settings = settings;
        this.handlers = Map.copyOf(handlers);
        this.table = new RouteTable(handlers.keySet());
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        switch (table.find(request.getMethod(), segments(request))) {
            case RouteTable.Answer.Found(var match) -> {
                Handler handler = handlers.get(match.route());
                if (handler == null) {
                    throw new IllegalStateException("no handler for " + match.route());
                }
                answer(
                        handler,
                        new Exchange(request, response, match.variables(), settings.servicePath(), settings.strict()));
            }
            case RouteTable.Answer.WrongMethod(var allowed) -> {
                response.setHeader("Allow", String.join(", ", allowed));
                throw new ProblemException(
                        ProblemKind.METHOD_NOT_ALLOWED, "This resource allows " + String.join(", ", allowed) + ".");
            }
            case RouteTable.Answer.None() ->
                throw new ProblemException(ProblemKind.NOT_FOUND, "There is no such resource in this service.");
        }
    }

    private static void answer(Handler handler, Exchange exchange) throws IOException {
        try {
            handler.handle(exchange);
        } catch (AccessLogUnavailableException e) {
            LOG.error("the access log cannot be written; nothing leaves", e);
            throw new ProblemException(ProblemKind.UNAVAILABLE, "The access log is not available; try again later.");
        } catch (JdbiException e) {
            LOG.error("the archive's index cannot be read", e);
            throw new ProblemException(ProblemKind.UNAVAILABLE, "The archive is not available; try again later.");
        }
    }

    private static List<String> segments(HttpServletRequest request) {
        String rest = request.getPathInfo();
        String path = request.getServletPath() + (rest == null ? "" : rest);
        return Arrays.asList(path.substring(1).split("/", -1));
    }
}
