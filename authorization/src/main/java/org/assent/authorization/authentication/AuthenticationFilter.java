package org.assent.authorization.authentication;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assent.audit.AccessLog;
import org.assent.audit.SecurityEvent;
import org.assent.authorization.http.RequestContext;
import org.assent.authorization.http.SameOrigin;
import org.assent.authorization.limit.RateLimit;
import org.assent.authorization.problem.ProblemException;
import org.assent.authorization.problem.ProblemKind;
import org.assent.authorization.route.Guard;
import org.assent.authorization.token.CredentialException;

/**
 * Finds out who asks, on every route that is not open. What does not hold is 401, however open the rest would be.
 *
 * <p>A cookie alone does not authorize a request that changes something: other sites can make a browser send it. Such a
 * request must come from a page of this site.
 */
public final class AuthenticationFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    private final transient Authenticator authenticator;
    private final transient SameOrigin sameOrigin;
    private final transient AccessLog log;
    private final transient RateLimit logged;

    /** For one site. */
    public AuthenticationFilter(Authenticator authenticator, SameOrigin sameOrigin, AccessLog log, Clock clock) {
        this.authenticator = authenticator;
        this.sameOrigin = sameOrigin;
        this.log = log;
        this.logged = new RateLimit(20, Duration.ofSeconds(6), clock);
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!(RequestContext.route(request).route().guard() instanceof Guard.Open)) {
            try {
                Optional<Authenticated> authenticated = authenticator.authenticate(request);
                authenticated.ifPresent(who -> accept(request, who));
            } catch (CredentialException e) {
                record(request, e);
                Challenge.invalid(request, response, e);
                return;
            }
        }
        chain.doFilter(request, response);
    }

    private void accept(HttpServletRequest request, Authenticated who) {
        if (who.means() == Authenticated.Means.COOKIE
                && !SAFE.contains(request.getMethod())
                && !sameOrigin.holds(request)) {
            throw new ProblemException(
                    ProblemKind.INSUFFICIENT_SCOPE,
                    "A request that changes something with a session must come from a page of this site"
                            + " (Origin or Sec-Fetch-Site); programs use a token.");
        }
        RequestContext.setPrincipal(request, who.principal());
        RequestContext.setScopes(request, who.scopes());
    }

    /** Failures of one address are recorded up to a rate, so that they cannot fill the log. */
    private void record(HttpServletRequest request, CredentialException failure) {
        if (logged.take(request.getRemoteAddr()).isEmpty()) {
            log.event(new SecurityEvent(
                    RequestContext.requestId(request),
                    SecurityEvent.Kind.AUTHENTICATION_FAILED,
                    false,
                    "",
                    Map.of("error", failure.code().text(), "address", request.getRemoteAddr())));
        }
    }
}
