package org.assent.authorization.token;

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

/**
 * {@code POST /auth/revoke}: takes a token back (RFC 7009). The client that it was issued to may; a token that does not hold
 * anyway is answered alike. It is refused everywhere once the answer is there, also after a restart.
 */
public final class RevocationEndpoint extends OAuthEndpoint {

    private static final long serialVersionUID = 1L;

    /** Where it is. */
    static final String PATH = "/auth/revoke";

    private final transient CallerAuthentication callers;
    private final transient AccessTokenVerifier tokens;
    private final transient RevokedTokens revoked;
    private final transient AccessLog log;

    RevocationEndpoint(
            CallerAuthentication callers,
            AccessTokenVerifier tokens,
            RevokedTokens revoked,
            AccessLog log,
            Clock clock) {
        super(log, clock);
        this.callers = callers;
        this.tokens = tokens;
        this.revoked = revoked;
        this.log = log;
    }

    @Override
    Optional<String> challenge(HttpServletRequest request) {
        return Optional.ofNullable(request.getHeader("Authorization")).map(tried -> "Basic realm=\"assent\"");
    }

    @Override
    void answer(HttpServletRequest request, HttpServletResponse response, FormBody form)
            throws IOException, OAuthError.Refusal {
        String caller =
                switch (callers.authenticateOrName(request, form)) {
                    case Caller.Program program -> program.client().id();
                    case Caller.Site site -> site.organization().toHex();
                };
        String text = form.single("token")
                .orElseThrow(() -> OAuthError.invalidRequest("token is the token to take back.")
                        .refusal());
        Optional<AccessToken> token = holding(text);
        if (token.isPresent()) {
            revoke(request, caller, token.get());
        }
        response.setStatus(HttpServletResponse.SC_OK);
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(0);
    }

    private Optional<AccessToken> holding(String text) {
        try {
            return Optional.of(tokens.read(text).token());
        } catch (CredentialException e) {
            return Optional.empty();
        }
    }

    private void revoke(HttpServletRequest request, String caller, AccessToken token) throws OAuthError.Refusal {
        if (!token.clientId().equals(caller)) {
            throw OAuthError.unauthorizedClient("The token was issued to another client.")
                    .refusal();
        }
        if (!revoked.revoke(token.id(), token.expiresAt())) {
            throw new OAuthError(
                            503,
                            "temporarily_unavailable",
                            "Too many tokens were taken back just now. Come again later.",
                            Optional.of(Duration.ofSeconds(30)))
                    .refusal();
        }
        log.event(new SecurityEvent(
                RequestContext.requestId(request),
                SecurityEvent.Kind.TOKEN_REVOKED,
                true,
                caller,
                Map.of("token", token.id(), "address", request.getRemoteAddr())));
    }
}
