package org.assent.site.http;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.assent.authorization.route.Guard;
import org.assent.authorization.route.Route;

/** {@code /} leads to the viewer. */
public final class RootServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    /** Its one route, open to everybody. */
    public List<Route> routes() {
        return List.of(new Route(Set.of("GET"), "/", new Guard.Open()));
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setStatus(HttpServletResponse.SC_FOUND);
        response.setHeader("Location", "/viewer/");
        response.setHeader("Cache-Control", "no-store");
    }
}
