package org.assent.authorization.token;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assent.audit.AccessLog;
import org.assent.audit.SecurityEvent;
import org.assent.authorization.http.Addresses;
import org.assent.authorization.http.FormBody;
import org.assent.authorization.http.RequestContext;
import org.assent.authorization.limit.RateLimit;
import org.assent.authorization.problem.ProblemException;

/**
 * {@code POST /auth/token}: {@code client_credentials} for clients of this organization and for other organizations (RFC 6749
 * §4.4, RFC 7523, RFC 9449; IHE IUA ITI-71). Fails closed; errors in OAuth form, never cached.
 */
public final class TokenEndpoint extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final int MAX_FORM = 16 * 1024;

    private final transient CallerAuthentication callers;
    private final transient DpopProofs proofs;
    private final transient Addresses addresses;
    private final transient TokenDecision decision;
    private final transient ClientTokens clientTokens;
    private final transient StudyTokens studyTokens;
    private final transient AccessLog log;
    private final transient RateLimit limit;

    TokenEndpoint(
            CallerAuthentication callers,
            DpopProofs proofs,
            Addresses addresses,
            TokenDecision decision,
            ClientTokens clientTokens,
            StudyTokens studyTokens,
            AccessLog log,
            Clock clock) {
        this.callers = callers;
        this.proofs = proofs;
        this.addresses = addresses;
        this.decision = decision;
        this.clientTokens = clientTokens;
        this.studyTokens = studyTokens;
        this.log = log;
        this.limit = new RateLimit(200, Duration.ofMillis(50), clock);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            requireRate(request);
            answer(request, response);
        } catch (OAuthError.Refusal refusal) {
            if (refusal.error().equals(OAuthError.INVALID_CLIENT)) {
                refused(request, "invalid_client");
                if (request.getHeader("Authorization") != null) {
                    response.setHeader("WWW-Authenticate", "Basic realm=\"assent\"");
                }
            }
            TokenResponse.write(response, refusal.error());
        } catch (ProblemException malformed) {
            TokenResponse.write(
                    response, OAuthError.invalidRequest(malformed.problem().detail()));
        }
    }

    private void answer(HttpServletRequest request, HttpServletResponse response)
            throws IOException, OAuthError.Refusal {
        if (request.getQueryString() != null) {
            throw OAuthError.invalidRequest("Parameters go into the body.").refusal();
        }
        FormBody form = FormBody.read(request, MAX_FORM);
        boolean site = RequestContext.onSitesPort(request);
        if (site && !decision.current()) {
            throw OAuthError.notCurrent().refusal();
        }
        if (!form.single("grant_type").equals(Optional.of("client_credentials"))) {
            throw new OAuthError(400, "unsupported_grant_type", "grant_type is client_credentials.", Optional.empty())
                    .refusal();
        }
        requireJwt(form);
        switch (callers.authenticate(request, form)) {
            case Caller.Program program ->
                clientTokens
                        .issue(request, form, program.client(), proofIfAny(request))
                        .write(response);
            case Caller.Site other -> studyTokens.answer(request, response, form, other, proof(request));
        }
    }

    private void requireRate(HttpServletRequest request) throws OAuthError.Refusal {
        String key = RequestContext.peerOrganization(request)
                .map(organization -> organization.toHex())
                .orElseGet(request::getRemoteAddr);
        Optional<Duration> wait = limit.take(key);
        if (wait.isPresent()) {
            throw new OAuthError(
                            429,
                            "temporarily_unavailable",
                            "Too many token requests. Keep a token for its life.",
                            Optional.of(Duration.ofSeconds(1)))
                    .refusal();
        }
    }

    private static void requireJwt(FormBody form) throws OAuthError.Refusal {
        Optional<String> type = form.single("requested_token_type");
        boolean jwt = type.isEmpty()
                || type.get().equals("urn:ietf:params:oauth:token-type:jwt")
                || type.get().equals("urn:ietf:params:oauth:token-type:access-token");
        if (!jwt) {
            throw OAuthError.invalidRequest("requested_token_type is urn:ietf:params:oauth:token-type:jwt.")
                    .refusal();
        }
    }

    /** A proof and the thumbprint of its key. */
    record Proof(String text, String thumbprint) {}

    private Optional<Proof> proofIfAny(HttpServletRequest request) throws OAuthError.Refusal {
        return request.getHeader("DPoP") == null ? Optional.empty() : Optional.of(proof(request));
    }

    private Proof proof(HttpServletRequest request) throws OAuthError.Refusal {
        List<String> headers = Collections.list(request.getHeaders("DPoP"));
        String problem = "A request has one DPoP header with a proof.";
        if (headers.size() == 1) {
            try {
                var targets = addresses.at(CallerAuthentication.ENDPOINT, RequestContext.onSitesPort(request));
                return new Proof(headers.get(0), proofs.verify(headers.get(0), "POST", targets, Optional.empty()));
            } catch (CredentialException e) {
                problem = e.getMessage() == null ? problem : e.getMessage();
            }
        }
        throw new OAuthError(400, "invalid_dpop_proof", problem, Optional.empty()).refusal();
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
