package org.assent.authorization.token;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.assent.audit.AccessLog;
import org.assent.audit.SecurityEvent;
import org.assent.authorization.client.RegisteredClient;
import org.assent.authorization.http.Addresses;
import org.assent.authorization.http.FormBody;
import org.assent.authorization.http.RequestContext;
import org.assent.authorization.scope.ResourceServer;
import org.assent.authorization.scope.Scopes;
import org.assent.decision.request.PurposeOfUse;
import org.assent.ledger.identity.OrganizationId;

/** Tokens for programs of this organization: never more than their roles bring, no longer than they are registered for. */
final class ClientTokens {

    private final OrganizationId organization;
    private final Addresses addresses;
    private final AccessTokenIssuer issuer;
    private final AccessLog log;
    private final Clock clock;

    ClientTokens(
            OrganizationId organization, Addresses addresses, AccessTokenIssuer issuer, AccessLog log, Clock clock) {
        this.organization = organization;
        this.addresses = addresses;
        this.issuer = issuer;
        this.log = log;
        this.clock = clock;
    }

    TokenResponse issue(
            HttpServletRequest request, FormBody form, RegisteredClient client, Optional<TokenEndpoint.Proof> proof)
            throws OAuthError.Refusal {
        Optional<String> asked = form.single("scope");
        Scopes scopes = (asked.isEmpty() ? Optional.of(client.scopes()) : Scopes.parse(asked.get()))
                .filter(s -> s.isWithin(client.scopes()))
                .orElseThrow(() -> new OAuthError(
                                400, "invalid_scope", "The client may have: " + client.scopes() + ".", Optional.empty())
                        .refusal());
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        AccessToken token = new AccessToken(
                UUID.randomUUID().toString(),
                client.id(),
                TokenAudience.of(form, addresses, false, Set.of(ResourceServer.values())),
                now,
                now.plus(client.tokenLife()),
                scopes,
                purposes(form.all("purpose_of_use")),
                proof.map(TokenEndpoint.Proof::thumbprint),
                new AccessToken.Holder.Program(client.roles()));
        String text = issuer.issue(token, IheClaims.program(organization, token.purposes()));
        log.event(new SecurityEvent(
                RequestContext.requestId(request),
                SecurityEvent.Kind.TOKEN_ISSUED,
                true,
                client.id(),
                Map.of("token", token.id(), "address", request.getRemoteAddr())));
        return new TokenResponse(
                text, proof.isPresent() ? "DPoP" : "Bearer", client.tokenLife().toSeconds(), scopes, Optional.empty());
    }

    /** Treatment if nothing is said; breaking the glass takes a person. */
    private static Set<PurposeOfUse> purposes(List<String> asked) throws OAuthError.Refusal {
        if (asked.isEmpty()) {
            return Set.of(PurposeOfUse.TREAT);
        }
        return Codings.fromParameters(asked)
                .filter(purposes -> !new HashSet<>(purposes).contains(PurposeOfUse.BTG))
                .orElseThrow(
                        () -> OAuthError.invalidRequest("purpose_of_use is system|code, 1 to 8 times, and not BTG.")
                                .refusal());
    }
}
