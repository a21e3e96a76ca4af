package org.assent.authorization.token;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.assent.audit.AccessLog;
import org.assent.audit.SecurityEvent;
import org.assent.authorization.http.FormBody;
import org.assent.authorization.http.RequestContext;
import org.assent.authorization.limit.RateLimit;
import org.assent.authorization.problem.ProblemException;

/**
 * A form that a program posts, and an answer in OAuth's JSON (RFC 6749 §5). Parameters stand in the body only; errors in OAuth
 * form, never cached; who does not prove who it is gets 401 and is logged.
 */
abstract class OAuthEndpoint extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final int MAX_FORM = 16 * 1024;

    private final transient AccessLog log;
    private final transient RateLimit limit;

    OAuthEndpoint(AccessLog log, Clock clock) {
        this.log = log;
        this.limit = new RateLimit(200, Duration.ofMillis(50), clock);
    }

    /** Answers a request whose form could be read. */
    abstract void answer(HttpServletRequest request, HttpServletResponse response, FormBody form)
            throws IOException, OAuthError.Refusal;

    /** The value of {@code WWW-Authenticate} of a 401; empty if the request tried no scheme that has one. */
    abstract Optional<String> challenge(HttpServletRequest request);

    @Override
    protected final void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            requireRate(request);
            if (request.getQueryString() != null) {
                throw OAuthError.invalidRequest("Parameters go into the body.").refusal();
            }
            answer(request, response, FormBody.read(request, MAX_FORM));
        } catch (OAuthError.Refusal refusal) {
            if (refusal.error().status() == HttpServletResponse.SC_UNAUTHORIZED) {
                refused(request, refusal.error().code());
                challenge(request).ifPresent(value -> response.setHeader("WWW-Authenticate", value));
            }
            TokenResponse.write(response, refusal.error());
        } catch (ProblemException malformed) {
            TokenResponse.write(
                    response, OAuthError.invalidRequest(malformed.problem().detail()));
        }
    }

    private void requireRate(HttpServletRequest request) throws OAuthError.Refusal {
        String key = RequestContext.peerOrganization(request)
                .map(organization -> organization.toHex())
                .orElseGet(request::getRemoteAddr);
        if (limit.take(key).isPresent()) {
            throw OAuthError.tooMany("Too many token requests. Keep a token for its life.")
                    .refusal();
        }
    }

    private void refused(HttpServletRequest request, String error) {
        log.event(new SecurityEvent(
                RequestContext.requestId(request),
                SecurityEvent.Kind.TOKEN_REFUSED,
                false,
                RequestContext.peerOrganization(request)
                        .map(organization -> organization.toHex())
                        .orElse(""),
                Map.of("error", error, "address", request.getRemoteAddr())));
    }
}
