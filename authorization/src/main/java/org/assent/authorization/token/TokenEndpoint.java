package org.assent.authorization.token;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.assent.audit.AccessLog;
import org.assent.authorization.http.Addresses;
import org.assent.authorization.http.FormBody;
import org.assent.authorization.http.RequestContext;

/**
 * {@code POST /auth/token}: {@code client_credentials} for clients of this organization and for other organizations, {@code
 * authorization_code} for its apps (RFC 6749 §4.1.3, 4.4, RFC 7523, RFC 9449; IHE IUA ITI-71). Fails closed; errors in OAuth form, never cached.
 */
public final class TokenEndpoint extends OAuthEndpoint {

    private static final long serialVersionUID = 1L;

    private final transient CallerAuthentication callers;
    private final transient DpopProofs proofs;
    private final transient Addresses addresses;
    private final transient TokenDecision decision;
    private final transient ClientTokens clientTokens;
    private final transient AppTokens appTokens;
    private final transient StudyTokens studyTokens;

    TokenEndpoint(
            CallerAuthentication callers,
            DpopProofs proofs,
            Addresses addresses,
            TokenDecision decision,
            ClientTokens clientTokens,
            AppTokens appTokens,
            StudyTokens studyTokens,
            AccessLog log,
            Clock clock) {
        super(log, clock);
        this.callers = callers;
        this.proofs = proofs;
        this.addresses = addresses;
        this.decision = decision;
        this.clientTokens = clientTokens;
        this.appTokens = appTokens;
        this.studyTokens = studyTokens;
    }

    @Override
    Optional<String> challenge(HttpServletRequest request) {
        return Optional.ofNullable(request.getHeader("Authorization")).map(tried -> "Basic realm=\"assent\"");
    }

    @Override
    void answer(HttpServletRequest request, HttpServletResponse response, FormBody form)
            throws IOException, OAuthError.Refusal {
        boolean site = RequestContext.onSitesPort(request);
        if (site && !decision.current()) {
            throw OAuthError.notCurrent().refusal();
        }
        String grant = form.single("grant_type").orElse("");
        requireJwt(form);
        if (grant.equals("authorization_code") && !site) {
            forCode(request, response, form);
            return;
        }
        if (!grant.equals("client_credentials")) {
            throw new OAuthError(
                            400,
                            "unsupported_grant_type",
                            "grant_type is client_credentials or, for apps, authorization_code.",
                            Optional.empty())
                    .refusal();
        }
        switch (callers.authenticate(request, form)) {
            case Caller.Program program
            when program.client().isApp() ->
                throw OAuthError.unauthorizedClient("An app acts for people only: by authorization_code.")
                        .refusal();
            case Caller.Program program ->
                clientTokens
                        .issue(request, form, program.client(), proofIfAny(request))
                        .write(response);
            case Caller.Site other -> studyTokens.answer(request, response, form, other, proof(request));
        }
    }

    private void forCode(HttpServletRequest request, HttpServletResponse response, FormBody form)
            throws IOException, OAuthError.Refusal {
        if (callers.authenticateOrName(request, form) instanceof Caller.Program program
                && program.client().isApp()) {
            appTokens
                    .issue(request, form, program.client(), proofIfAny(request))
                    .write(response);
            return;
        }
        throw OAuthError.unauthorizedClient("Only apps exchange codes.").refusal();
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
}
