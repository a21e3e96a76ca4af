package org.assent.viewer;

import jakarta.servlet.http.HttpServlet;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assent.authorization.principal.Role;
import org.assent.authorization.route.Guard;
import org.assent.authorization.route.Route;

/** The viewer of one site: its routes and the servlet behind them. */
public final class Viewer {

    private final ViewerServlet servlet;

    private Viewer(ViewerServlet servlet) {
        this.servlet = servlet;
    }

    /**
     * Lists the files once.
     *
     * @param folder OHIF as {@code viewer/fetch-ohif.mjs} laid it out; if it is not there, a page says how to get it
     * @param siteName public name of the organization, shown in the viewer's corner
     */
    public static Viewer open(Path folder, String siteName) {
        return new Viewer(new ViewerServlet(ViewerFiles.in(folder), siteName));
    }

    /** Everything below {@code /viewer} is for people who are signed in; others see the sign-in page. */
    public List<Route> routes() {
        return List.of(
                new Route(Set.of("GET"), "/viewer/**", new Guard.Page(Set.of(Role.CLINICIAN, Role.PRIVACY_OFFICER))));
    }

    /** The servlet by its mapping. */
    public Map<String, HttpServlet> servlets() {
        return Map.of("/viewer/*", servlet);
    }
}
