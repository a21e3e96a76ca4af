package org.assent.authorization.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.assent.authorization.principal.Principal;
import org.assent.authorization.route.RouteMatch;
import org.assent.authorization.scope.Scopes;
import org.assent.ledger.identity.OrganizationId;
import org.jspecify.annotations.Nullable;

/**
 * What the filters found out about a request, carried as request attributes: its id, its route, who asks and what for.
 */
public final class RequestContext {

    private static final String REQUEST_ID = "org.assent.request-id";
    private static final String PRINCIPAL = "org.assent.principal";
    private static final String SCOPES = "org.assent.scopes";
    private static final String ROUTE = "org.assent.route";
    private static final String PEER = "org.assent.peer-organization";
    private static final String SITES_PORT = "org.assent.sites-port";

    /** Response header that names the receipt of a decision; of the same shape for every answer. */
    public static final String RECEIPT_HEADER = "Assent-Receipt";

    private RequestContext() {}

    /** X-Request-Id of the request, as the client sent it or as it was made: 1 to 64 visible ASCII characters. */
    public static String requestId(HttpServletRequest request) {
        return request.getAttribute(REQUEST_ID) instanceof String id ? id : "unknown";
    }

    /**
     * Who asks.
     *
     * @throws IllegalStateException on a route that is open to everybody
     */
    public static Principal principal(HttpServletRequest request) {
        Principal principal = principalIfAny(request);
        if (principal == null) {
            throw new IllegalStateException("no principal on " + request.getRequestURI());
        }
        return principal;
    }

    /** Who asks, or null if that is not proven. */
    public static @Nullable Principal principalIfAny(HttpServletRequest request) {
        return request.getAttribute(PRINCIPAL) instanceof Principal principal ? principal : null;
    }

    /** For the filter that makes request ids. */
    public static void setRequestId(HttpServletRequest request, String id) {
        request.setAttribute(REQUEST_ID, id);
    }

    /** For the filter that authenticates, and for tests. */
    public static void setPrincipal(HttpServletRequest request, Principal principal) {
        request.setAttribute(PRINCIPAL, principal);
    }

    /** What the request may do at most; none if who asks is not proven. */
    public static Scopes scopes(HttpServletRequest request) {
        return request.getAttribute(SCOPES) instanceof Scopes scopes ? scopes : Scopes.NONE;
    }

    /** For the filter that authenticates, and for tests. */
    public static void setScopes(HttpServletRequest request, Scopes scopes) {
        request.setAttribute(SCOPES, scopes);
    }

    /**
     * The route of the request.
     *
     * @throws IllegalStateException before it was looked up
     */
    public static RouteMatch route(HttpServletRequest request) {
        if (request.getAttribute(ROUTE) instanceof RouteMatch route) {
            return route;
        }
        throw new IllegalStateException("the route was not looked up yet");
    }

    /** The route that was found, or empty if none was looked up or found. */
    public static Optional<RouteMatch> routeIfAny(HttpServletRequest request) {
        return request.getAttribute(ROUTE) instanceof RouteMatch match ? Optional.of(match) : Optional.empty();
    }

    /** For the filter that looks the route up, and for tests. */
    public static void setRoute(HttpServletRequest request, RouteMatch route) {
        request.setAttribute(ROUTE, route);
    }

    /**
     * The registered, not suspended organization whose TLS key this connection has proven; empty on the port for people.
     */
    public static Optional<OrganizationId> peerOrganization(HttpServletRequest request) {
        return request.getAttribute(PEER) instanceof OrganizationId organization
                ? Optional.of(organization)
                : Optional.empty();
    }

    /** For the filter that reads the connection, and for tests. */
    public static void setPeerOrganization(HttpServletRequest request, OrganizationId organization) {
        request.setAttribute(PEER, organization);
    }

    /** Whether the request came in on the port for other sites. */
    public static boolean onSitesPort(HttpServletRequest request) {
        return Boolean.TRUE.equals(request.getAttribute(SITES_PORT));
    }

    /** For the filter that reads the connection, and for tests. */
    public static void setOnSitesPort(HttpServletRequest request, boolean sitesPort) {
        request.setAttribute(SITES_PORT, sitesPort);
    }
}
