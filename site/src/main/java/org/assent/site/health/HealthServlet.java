package org.assent.site.health;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.assent.authorization.route.Guard;
import org.assent.authorization.route.Route;

/** {@code /health/live} answers 200 as long as anything answers; {@code /health/ready} 200 or 503, with what is amiss as JSON. */
public final class HealthServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final transient Supplier<Readiness> readiness;

    /** Asks for the readiness at each request. */
    public HealthServlet(Supplier<Readiness> readiness) {
        this.readiness = readiness;
    }

    /** The routes; open to everybody. */
    public List<Route> routes() {
        return List.of(
                new Route(Set.of("GET"), "/health/live", new Guard.Open()),
                new Route(Set.of("GET"), "/health/ready", new Guard.Open()));
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getRequestURI().endsWith("/live")) {
            write(response, HttpServletResponse.SC_OK, Map.of("live", true));
        } else {
            Readiness now = readiness.get();
            write(response, now.ready() ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE, now);
        }
    }

    private static void write(HttpServletResponse response, int status, Object value) throws IOException {
        byte[] body = JSON.writeValueAsBytes(value);
        response.setStatus(status);
        response.setHeader("Cache-Control", "no-store");
        response.setContentType("application/json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
