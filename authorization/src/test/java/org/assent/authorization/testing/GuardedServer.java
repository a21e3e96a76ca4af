package org.assent.authorization.testing;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assent.authorization.authentication.AuthenticationFilter;
import org.assent.authorization.authentication.GuardFilter;
import org.assent.authorization.http.ProblemFilter;
import org.assent.authorization.http.RequestContext;
import org.assent.authorization.http.RequestIdFilter;
import org.assent.authorization.http.RouteFilter;
import org.assent.authorization.http.SameOrigin;
import org.assent.authorization.http.SecurityHeadersFilter;
import org.assent.authorization.http.UnreadBodyFilter;
import org.assent.authorization.principal.Principal;
import org.assent.authorization.route.Route;
import org.assent.authorization.route.RouteTable;
import org.assent.authorization.scope.Scopes;
import org.assent.ledger.identity.OrganizationId;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * Servlets behind the real filters on a loopback port of their own, with tokens that the test hands out.
 *
 * <p>The one port stands for both: a request with the header {@code X-Test-Peer} counts as one on the port for other sites,
 * from the organization that the header names.
 */
public final class GuardedServer implements AutoCloseable {

    private static final String PEER = "X-Test-Peer";

    private final Server server;
    private final ServerConnector connector;
    private final TokenMap tokens;
    private final RecordingAccessLog log;

    private GuardedServer(Server server, ServerConnector connector, TokenMap tokens, RecordingAccessLog log) {
        this.server = server;
        this.connector = connector;
        this.tokens = tokens;
        this.log = log;
    }

    /**
     * Starts a server.
     *
     * @param servlets by servlet mapping, e.g. {@code /dicomweb/*}
     */
    public static GuardedServer start(Collection<Route> routes, Map<String, ? extends HttpServlet> servlets)
            throws Exception {
        TokenMap tokens = new TokenMap();
        RecordingAccessLog log = new RecordingAccessLog();
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        List<Filter> filters = List.of(
                new RequestIdFilter(new SecureRandom()),
                new TestPeers(),
                new SecurityHeadersFilter(false),
                new UnreadBodyFilter(),
                new ProblemFilter(),
                new RouteFilter(new RouteTable(routes)),
                new AuthenticationFilter(tokens, new SameOrigin(Set.of()), log, Clock.systemUTC()),
                new GuardFilter());
        for (Filter filter : filters) {
            FilterHolder holder = new FilterHolder(filter);
            holder.setAsyncSupported(true);
            context.addFilter(holder, "/*", EnumSet.of(DispatcherType.REQUEST));
        }
        servlets.forEach((mapping, servlet) -> {
            ServletHolder holder = new ServletHolder(servlet);
            holder.setAsyncSupported(true);
            context.addServlet(holder, mapping);
        });
        server.setHandler(context);
        server.start();
        return new GuardedServer(server, connector, tokens, log);
    }

    /** A token for a principal, with all scopes of its roles; goes after {@code Authorization: Bearer}. */
    public String bearer(Principal principal) {
        return tokens.add(principal, TokenMap.scopes(principal));
    }

    /** A token for a principal with just these scopes. */
    public String bearer(Principal principal, String scopes) {
        return tokens.add(principal, Scopes.of(scopes));
    }

    /** Name of the header that stands for the TLS key of another site. */
    public String peerHeader() {
        return PEER;
    }

    /** Its value for an organization. */
    public String asPeer(OrganizationId organization) {
        return organization.toHex();
    }

    /** An address of the server. */
    public URI uri(String pathAndQuery) {
        return URI.create("http://127.0.0.1:" + connector.getLocalPort() + pathAndQuery);
    }

    /** What the filters have logged. */
    public RecordingAccessLog log() {
        return log;
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the server does not stop", e);
        }
    }

    private static final class TestPeers extends HttpFilter {

        private static final long serialVersionUID = 1L;

        @Override
        protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            String peer = request.getHeader(PEER);
            RequestContext.setOnSitesPort(request, peer != null);
            if (peer != null) {
                RequestContext.setPeerOrganization(request, OrganizationId.fromHex(peer));
            }
            chain.doFilter(request, response);
        }
    }
}
