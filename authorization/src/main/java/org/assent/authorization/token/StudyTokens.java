package org.assent.authorization.token;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.assent.audit.AccessFacts;
import org.assent.audit.AccessHandle;
import org.assent.audit.AccessLog;
import org.assent.audit.SecurityEvent;
import org.assent.authorization.http.Addresses;
import org.assent.authorization.http.FormBody;
import org.assent.authorization.http.RequestContext;
import org.assent.authorization.scope.ResourceServer;
import org.assent.decision.request.Operation;
import org.assent.decision.request.Requester;
import org.assent.ledger.identity.OrganizationId;

/**
 * Tokens for other organizations: facts, decision, access log, answer. At most five minutes, bound to a key, about one
 * patient. A refusal is the same for every reason and for a study that does not exist.
 */
final class StudyTokens {

    private static final Duration LIFE = Duration.ofMinutes(5);

    private final OrganizationId own;
    private final Addresses addresses;
    private final TokenDecision decision;
    private final AccessTokenIssuer issuer;
    private final TokenEvidence evidence;
    private final AccessLog log;
    private final Clock clock;

    StudyTokens(
            OrganizationId own,
            Addresses addresses,
            TokenDecision decision,
            AccessTokenIssuer issuer,
            TokenEvidence evidence,
            AccessLog log,
            Clock clock) {
        this.own = own;
        this.addresses = addresses;
        this.decision = decision;
        this.issuer = issuer;
        this.evidence = evidence;
        this.log = log;
        this.clock = clock;
    }

    void answer(
            HttpServletRequest request,
            HttpServletResponse response,
            FormBody form,
            Caller.Site caller,
            TokenEndpoint.Proof proof)
            throws IOException, OAuthError.Refusal {
        StudyTokenRequest asked = StudyTokenRequest.of(form, caller.claims());
        Set<String> audience =
                TokenAudience.of(form, addresses, true, List.of(ResourceServer.DICOMWEB, ResourceServer.FHIR));
        if (caller.organization().equals(own)) {
            throw OAuthError.REFUSED.refusal();
        }
        Requester requester = new Requester(caller.organization(), asked.onBehalfOf(), asked.purposes());
        String tokenId = UUID.randomUUID().toString();
        AccessFacts facts = facts(request, requester, asked, tokenId);
        switch (decision.decide(requester, asked.studyInstanceUid())) {
            case TokenDecision.Outcome.NotCurrent notCurrent ->
                throw OAuthError.notCurrent().refusal();
            case TokenDecision.Outcome.Refused refused -> {
                AccessHandle handle = log.refused(facts, refused.decision());
                keep(request, caller, proof, tokenId, false);
                response.setHeader(RequestContext.RECEIPT_HEADER, handle.receiptId());
                TokenResponse.write(response, OAuthError.REFUSED);
                handle.completed(OAuthError.REFUSED.status(), 0, 0, false);
            }
            case TokenDecision.Outcome.Permitted permitted -> {
                Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
                Instant expires = expires(now, permitted.claims());
                if (!expires.isAfter(now)) {
                    throw OAuthError.REFUSED.refusal();
                }
                AccessToken token = new AccessToken(
                        tokenId,
                        caller.organization().toHex(),
                        audience,
                        now,
                        expires,
                        asked.scopes(),
                        asked.purposes(),
                        Optional.of(proof.thumbprint()),
                        new AccessToken.Holder.Site(
                                caller.organization(),
                                asked.onBehalfOf(),
                                permitted.claims().patientId(),
                                asked.studyInstanceUid()));
                AccessHandle handle = log.permitted(facts, permitted.decision());
                keep(request, caller, proof, tokenId, true);
                response.setHeader(RequestContext.RECEIPT_HEADER, handle.receiptId());
                write(response, caller, token, permitted.claims());
                handle.completed(HttpServletResponse.SC_OK, 0, 0, false);
            }
        }
    }

    private void write(HttpServletResponse response, Caller.Site caller, AccessToken token, ConsentClaims claims)
            throws IOException {
        String fhir = addresses.of(ResourceServer.FHIR, true).iterator().next();
        AccessToken.Holder.Site site = (AccessToken.Holder.Site) token.holder();
        String text = issuer.issue(
                token,
                IheClaims.site(caller.organization(), caller.name(), site.actor(), token.purposes(), claims, fhir));
        long seconds = Duration.between(token.issuedAt(), token.expiresAt()).toSeconds();
        new TokenResponse(text, "DPoP", seconds, token.scopes(), Optional.of(claims.patientId())).write(response);
    }

    private static Instant expires(Instant now, ConsentClaims claims) {
        Instant longest = now.plus(LIFE);
        return claims.notAfter()
                .map(end -> end.truncatedTo(ChronoUnit.SECONDS))
                .filter(end -> end.isBefore(longest))
                .orElse(longest);
    }

    private static AccessFacts facts(
            HttpServletRequest request, Requester requester, StudyTokenRequest asked, String tokenId) {
        return new AccessFacts(
                RequestContext.requestId(request),
                tokenId,
                requester,
                Operation.TOKEN,
                AccessFacts.Surface.TOKEN,
                List.of(asked.studyInstanceUid()),
                "/studies/" + asked.studyInstanceUid(),
                "",
                request.getRemoteAddr(),
                Optional.of(requester.organization().toHex()));
    }

    private void keep(
            HttpServletRequest request,
            Caller.Site caller,
            TokenEndpoint.Proof proof,
            String tokenId,
            boolean granted) {
        String requestId = RequestContext.requestId(request);
        String hash = evidence.keep(caller.organization(), caller.assertion(), proof.text(), granted, requestId);
        log.event(new SecurityEvent(
                requestId,
                granted ? SecurityEvent.Kind.TOKEN_ISSUED : SecurityEvent.Kind.TOKEN_REFUSED,
                granted,
                caller.organization().toHex(),
                Map.of(
                        "assertion",
                        hash,
                        "assertion_id",
                        caller.claims().getJWTID(),
                        "token",
                        granted ? tokenId : "",
                        "key",
                        proof.thumbprint())));
    }
}
