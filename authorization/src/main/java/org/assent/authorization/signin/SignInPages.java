package org.assent.authorization.signin;

import jakarta.servlet.http.HttpServlet;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assent.audit.AccessLog;
import org.assent.authorization.http.Addresses;
import org.assent.authorization.http.SameOrigin;
import org.assent.authorization.principal.Role;
import org.assent.authorization.route.Guard;
import org.assent.authorization.route.Route;

/** The pages by which people come in and go, and their routes. */
public final class SignInPages {

    private final Map<String, HttpServlet> servlets;

    /**
     * For one site.
     *
     * @param passwords whether there are users with passwords: in the demo only
     */
    public SignInPages(
            String siteName,
            Addresses addresses,
            UserDirectory users,
            Sessions sessions,
            SessionCookie cookie,
            Invitations invitations,
            boolean passwords,
            AccessLog log,
            Clock clock,
            SecureRandom random) {
        SameOrigin sameOrigin = new SameOrigin(addresses.origins());
        FormTokens forms = new FormTokens(cookie, sameOrigin, random);
        SignInDesk desk = new SignInDesk(siteName, users, sessions, cookie, forms, log, clock);
        this.servlets = Map.of(
                "/auth/sign-in",
                new SignInServlet(desk, passwords),
                "/auth/sign-out",
                new SignOutServlet(desk, sameOrigin),
                "/auth/first",
                new InvitationServlet(desk, invitations),
                PeopleServlet.PATH,
                new PeopleServlet(desk, invitations, log, addresses.issuer()),
                "/auth/pages.css",
                new PageStyleServlet());
    }

    /** By exact path. */
    public Map<String, HttpServlet> servlets() {
        return servlets;
    }

    /** Their routes. */
    public static List<Route> routes() {
        Set<String> form = Set.of("GET", "POST");
        return List.of(
                new Route(form, "/auth/sign-in", new Guard.Open()),
                new Route(form, "/auth/sign-out", new Guard.Open()),
                new Route(form, "/auth/first", new Guard.Open()),
                new Route(form, PeopleServlet.PATH, new Guard.Page(Set.of(Role.ADMINISTRATOR))),
                new Route(Set.of("GET"), "/auth/pages.css", new Guard.Open()));
    }
}
