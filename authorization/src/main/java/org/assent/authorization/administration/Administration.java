package org.assent.authorization.administration;

import com.nimbusds.jose.jwk.JWKSet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assent.audit.AccessLog;
import org.assent.audit.SecurityEvent;
import org.assent.authorization.client.ClientDirectory;
import org.assent.authorization.http.RequestContext;
import org.assent.authorization.jose.LedgerJwk;
import org.assent.authorization.principal.Role;
import org.assent.authorization.route.Guard;
import org.assent.authorization.route.Route;
import org.assent.authorization.signin.Invitations;
import org.assent.authorization.signin.UserDirectory;
import org.assent.ledger.signature.PublicKey;

/** The administrators' interface for programs: its servlets and routes, and the client of whoever holds the site's folder. */
public final class Administration {

    /** Id of the client that comes with the site: it proves itself by a key in the site's folder. */
    public static final String OPERATOR = ClientsServlet.OPERATOR;

    private static final Duration OPERATOR_TOKEN = Duration.ofSeconds(60);

    private final Map<String, HttpServlet> servlets;

    /**
     * For one site.
     *
     * @param publicAddress what links that people are given begin with
     */
    public Administration(
            ClientDirectory clients,
            UserDirectory users,
            Invitations invitations,
            AccessLog log,
            String publicAddress,
            SecureRandom random) {
        this.servlets = Map.of(
                ClientsServlet.PATH + "/*", new ClientsServlet(clients, log, random),
                AccountsServlet.PATH + "/*", new AccountsServlet(users, invitations, log, publicAddress));
    }

    /** By servlet mapping. */
    public Map<String, HttpServlet> servlets() {
        return servlets;
    }

    /** Their routes. */
    public static List<Route> routes() {
        Guard administrators = new Guard.Roles(Set.of(Role.ADMINISTRATOR));
        return List.of(
                new Route(Set.of("GET", "POST"), ClientsServlet.PATH, administrators),
                new Route(Set.of("DELETE"), ClientsServlet.PATH + "/{client}", administrators),
                new Route(Set.of("GET", "POST"), AccountsServlet.PATH, administrators),
                new Route(Set.of("DELETE"), AccountsServlet.PATH + "/{account}", administrators),
                new Route(
                        Set.of("POST"),
                        AccountsServlet.PATH + "/{account}/" + AccountsServlet.INVITATION,
                        administrators));
    }

    /** Lets whoever has the key administer the site; an earlier key counts no more. */
    public static void admitOperator(ClientDirectory clients, PublicKey key) {
        clients.addKeyClient(OPERATOR, new JWKSet(LedgerJwk.of(key)), Set.of(Role.ADMINISTRATOR), OPERATOR_TOKEN);
    }

    /** Says in the access log what an administrator is about to change. */
    static void changed(AccessLog log, HttpServletRequest request, String what, String whom, Set<Role> roles) {
        log.event(new SecurityEvent(
                RequestContext.requestId(request),
                SecurityEvent.Kind.CONFIGURATION_CHANGED,
                true,
                RequestContext.principal(request).actor(),
                Map.of(
                        "change", what,
                        "about", whom,
                        "roles", String.join(" ", ClientMetadata.roleNames(roles)))));
    }

    /** The last segment of the address. */
    static String last(HttpServletRequest request) {
        return RequestContext.route(request).segments().getLast();
    }

    /** The one before it. */
    static String lastButOne(HttpServletRequest request) {
        List<String> segments = RequestContext.route(request).segments();
        return segments.get(segments.size() - 2);
    }
}
