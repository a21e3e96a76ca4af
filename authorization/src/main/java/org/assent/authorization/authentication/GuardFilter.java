package org.assent.authorization.authentication;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import org.assent.authorization.http.RequestContext;
import org.assent.authorization.principal.Principal;
import org.assent.authorization.principal.Role;
import org.assent.authorization.route.Guard;
import org.assent.authorization.route.RouteMatch;
import org.assent.authorization.scope.ScopeRule;

/**
 * Lets a request through if its route's guard does: by role and, where a path names a type of resource, by scope too. The
 * handlers behind {@link Guard.Decision} still ask the decision point.
 */
public final class GuardFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;

    /** Where people sign in. */
    public static final String SIGN_IN = "/auth/sign-in";

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        RouteMatch match = RequestContext.route(request);
        boolean passes =
                switch (match.route().guard()) {
                    case Guard.Open open -> true;
                    case Guard.Peers peers -> knownPeer(request, response);
                    case Guard.Roles roles -> member(request, response, match, roles.anyOf());
                    case Guard.Decision decision -> decided(request, response, match, decision);
                    case Guard.Page page -> page(request, response, page.anyOf());
                };
        if (passes) {
            chain.doFilter(request, response);
        }
    }

    private static boolean knownPeer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (RequestContext.peerOrganization(request).isEmpty()) {
            Challenge.unauthenticated(request, response);
            return false;
        }
        return true;
    }

    private static boolean member(
            HttpServletRequest request, HttpServletResponse response, RouteMatch match, Set<Role> roles)
            throws IOException {
        Principal principal = RequestContext.principalIfAny(request);
        if (principal == null) {
            Challenge.unauthenticated(request, response);
            return false;
        }
        if (Collections.disjoint(roles(principal), roles)) {
            Challenge.insufficient(request, response, "This needs a role that you do not have here.");
            return false;
        }
        return scoped(request, response, match);
    }

    private static boolean decided(
            HttpServletRequest request, HttpServletResponse response, RouteMatch match, Guard.Decision decision)
            throws IOException {
        if (decision.peers() && RequestContext.principalIfAny(request) instanceof Principal.Peer) {
            return scoped(request, response, match);
        }
        return member(request, response, match, decision.anyOf());
    }

    private static boolean scoped(HttpServletRequest request, HttpServletResponse response, RouteMatch match)
            throws IOException {
        Optional<ScopeRule> rule = ScopeRule.of(request.getMethod(), match.segments());
        if (rule.isPresent()
                && !RequestContext.scopes(request)
                        .permits(rule.get().resourceType(), rule.get().interaction())) {
            Challenge.insufficient(request, response, "The token's scope does not cover this request.");
            return false;
        }
        return true;
    }

    private static boolean page(HttpServletRequest request, HttpServletResponse response, Set<Role> roles)
            throws IOException {
        Principal principal = RequestContext.principalIfAny(request);
        boolean reads = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        if (principal == null && reads) {
            String query = request.getQueryString();
            String here = request.getRequestURI() + (query == null ? "" : "?" + query);
            response.setStatus(HttpServletResponse.SC_SEE_OTHER);
            response.setHeader("Location", SIGN_IN + "?next=" + URLEncoder.encode(here, StandardCharsets.UTF_8));
            return false;
        }
        if (principal == null) {
            Challenge.unauthenticated(request, response);
            return false;
        }
        if (Collections.disjoint(roles(principal), roles)) {
            Challenge.insufficient(request, response, "This page needs a role that you do not have here.");
            return false;
        }
        return true;
    }

    private static Set<Role> roles(Principal principal) {
        return switch (principal) {
            case Principal.Person person -> person.roles();
            case Principal.Client client -> client.roles();
            case Principal.Peer peer -> Set.of();
        };
    }
}
