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
 * {@code POST /auth/token}: {@code client_credentials} for clients of this organization and for other organizations (RFC 6749
 * §4.4, RFC 7523, RFC 9449; IHE IUA ITI-71). Fails closed; errors in OAuth form, never cached.
 */
public final class TokenEndpoint extends OAuthEndpoint {

    private static final long serialVersionUID = 1L;

    private final transient CallerAuthentication callers;
    private final transient DpopProofs proofs;
    private final transient Addresses addresses;
    private final transient TokenDecision decision;
    private final transient ClientTokens clientTokens;
    private final transient StudyTokens studyTokens;

    TokenEndpoint(
            CallerAuthentication callers,
            DpopProofs proofs,
            Addresses addresses,
            TokenDecision decision,
            ClientTokens clientTokens,
            StudyTokens studyTokens,
            AccessLog log,
            Clock clock) {
        super(log, clock);
        this.callers = callers;
        this.proofs = proofs;
        this.addresses = addresses;
        this.decision = decision;
        this.clientTokens = clientTokens;
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
