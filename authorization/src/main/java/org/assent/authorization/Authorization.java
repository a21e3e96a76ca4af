package org.assent.authorization;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assent.authorization.administration.Administration;
import org.assent.authorization.authentication.AuthenticationFilter;
import org.assent.authorization.authentication.Authenticator;
import org.assent.authorization.authentication.GuardFilter;
import org.assent.authorization.authentication.SiteAuthenticator;
import org.assent.authorization.authentication.StrictStatusFilter;
import org.assent.authorization.client.AppOrigins;
import org.assent.authorization.client.ClientDirectory;
import org.assent.authorization.code.AuthorizationCodes;
import org.assent.authorization.code.AuthorizeServlet;
import org.assent.authorization.http.CrossOriginFilter;
import org.assent.authorization.http.ProblemFilter;
import org.assent.authorization.http.RequestIdFilter;
import org.assent.authorization.http.RouteFilter;
import org.assent.authorization.http.SameOrigin;
import org.assent.authorization.http.SecurityHeadersFilter;
import org.assent.authorization.http.UnreadBodyFilter;
import org.assent.authorization.peer.ConnectionFilter;
import org.assent.authorization.peer.HttpPeerClient;
import org.assent.authorization.peer.PeerClient;
import org.assent.authorization.peer.PeerPins;
import org.assent.authorization.principal.Role;
import org.assent.authorization.route.Guard;
import org.assent.authorization.route.Route;
import org.assent.authorization.route.RouteTable;
import org.assent.authorization.signin.Invitations;
import org.assent.authorization.signin.SessionCookie;
import org.assent.authorization.signin.Sessions;
import org.assent.authorization.signin.SignInPages;
import org.assent.authorization.signin.UserDirectory;
import org.assent.authorization.token.AccessTokenVerifier;
import org.assent.authorization.token.DpopProofs;
import org.assent.authorization.token.RevokedTokens;
import org.assent.authorization.token.TokenServices;

/** Everything of one site that says who may come in, put together: filters, servlets and their routes, calls to other sites. */
public final class Authorization implements AutoCloseable {

    /** Its schema in the site's database. */
    public static final String SCHEMA = "authorization";

    private final AuthorizationSettings settings;
    private final AuthorizationParts parts;
    private final ClientDirectory clients;
    private final UserDirectory users;
    private final Invitations invitations;
    private final Authenticator authenticator;
    private final Map<String, HttpServlet> servlets = new HashMap<>();
    private final HttpPeerClient peers;

    private Authorization(AuthorizationSettings settings, AuthorizationParts parts) {
        this.settings = settings;
        this.parts = parts;
        this.clients = new ClientDirectory(parts.database(), parts.clock());
        this.users = new UserDirectory(parts.database(), parts.clock(), parts.random());
        this.invitations = new Invitations(parts.database(), users, parts.clock(), parts.random());
        Sessions sessions = new Sessions(parts.database(), parts.clock(), parts.random());
        SessionCookie cookie =
                new SessionCookie(settings.siteName(), settings.addresses().secure());
        DpopProofs proofs = new DpopProofs(parts.clock(), processStart());
        AuthorizationCodes codes = new AuthorizationCodes(parts.database(), parts.clock(), parts.random());
        servlets.put(
                AuthorizeServlet.PATH,
                new AuthorizeServlet(clients, settings.addresses(), sessions, cookie, codes, parts.clock()));
        RevokedTokens revoked = new RevokedTokens(parts.database(), parts.clock());
        AccessTokenVerifier tokens =
                new AccessTokenVerifier(settings.addresses().issuer(), parts.tokenKeys(), revoked, parts.clock());
        this.authenticator = new SiteAuthenticator(
                settings.organization(), settings.addresses(), tokens, proofs, clients, users, sessions, cookie);
        servlets.putAll(new TokenServices(
                        settings.organization(),
                        settings.addresses(),
                        parts.database(),
                        parts.ledger(),
                        parts.log(),
                        parts.decision(),
                        parts.tokenKeys(),
                        clients,
                        users,
                        codes,
                        tokens,
                        revoked,
                        proofs,
                        settings.secretsInForms(),
                        parts.clock())
                .servlets());
        servlets.putAll(new SignInPages(
                        settings.siteName(),
                        settings.addresses(),
                        users,
                        sessions,
                        cookie,
                        invitations,
                        settings.demoUsers().isPresent(),
                        parts.log(),
                        parts.clock(),
                        parts.random())
                .servlets());
        servlets.putAll(new Administration(
                        clients,
                        users,
                        invitations,
                        parts.log(),
                        settings.addresses().issuer(),
                        parts.random())
                .servlets());
        this.peers = new HttpPeerClient(
                settings.organization(),
                parts.ledger(),
                parts.tls(),
                parts.serviceKey(),
                settings.peerAddresses(),
                settings.peerLimits(),
                parts.clock(),
                parts.random());
    }

    /** Migrates the schema, puts everything together, and adds or removes the demo's users. */
    public static Authorization open(AuthorizationSettings settings, AuthorizationParts parts) {
        parts.database().migrate(SCHEMA);
        Authorization authorization = new Authorization(settings, parts);
        settings.demoUsers().ifPresentOrElse(authorization.users::installDemo, authorization.users::removeDemo);
        return authorization;
    }

    private static Instant processStart() {
        return Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
    }

    /** Routes of its own servlets. */
    public List<Route> routes() {
        List<Route> routes = new ArrayList<>(TokenServices.routes());
        routes.addAll(SignInPages.routes());
        routes.addAll(Administration.routes());
        routes.add(new Route(Set.of("GET", "POST"), AuthorizeServlet.PATH, new Guard.Page(Set.of(Role.values()))));
        return routes;
    }

    /** Its servlets by servlet mapping. */
    public Map<String, HttpServlet> servlets() {
        return Map.copyOf(servlets);
    }

    /** The filters of every request, in order, over all routes of the site. */
    public List<Filter> filters(RouteTable routes) {
        List<Filter> filters = new ArrayList<>();
        if (settings.strict401()) {
            filters.add(new StrictStatusFilter());
        }
        filters.addAll(List.of(
                new RequestIdFilter(parts.random()),
                new ConnectionFilter(new PeerPins(parts.ledger()), settings.sitesPort()),
                new SecurityHeadersFilter(settings.addresses().secure()),
                new CrossOriginFilter(new AppOrigins(clients, parts.clock())),
                new UnreadBodyFilter(),
                new ProblemFilter(),
                new RouteFilter(routes),
                new AuthenticationFilter(
                        authenticator, new SameOrigin(settings.addresses().origins()), parts.log(), parts.clock()),
                new GuardFilter()));
        return List.copyOf(filters);
    }

    /** Calls to other sites. */
    public PeerClient peers() {
        return peers;
    }

    /** Programs of this organization. */
    public ClientDirectory clients() {
        return clients;
    }

    /** People of this organization. */
    public UserDirectory users() {
        return users;
    }

    /** One-time links. */
    public Invitations invitations() {
        return invitations;
    }

    @Override
    public void close() {
        peers.close();
    }
}
