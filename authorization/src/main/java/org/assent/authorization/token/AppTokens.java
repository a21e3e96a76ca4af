package org.assent.authorization.token;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.assent.audit.AccessLog;
import org.assent.audit.SecurityEvent;
import org.assent.authorization.client.RegisteredClient;
import org.assent.authorization.code.AuthorizationCodes;
import org.assent.authorization.http.FormBody;
import org.assent.authorization.http.RequestContext;
import org.assent.authorization.principal.Role;
import org.assent.authorization.principal.RolePurposes;
import org.assent.authorization.scope.RoleScopes;
import org.assent.authorization.signin.Account;
import org.assent.authorization.signin.UserDirectory;
import org.assent.ledger.bytes.Hash;
import org.assent.ledger.identity.OrganizationId;

/**
 * Tokens for apps in a person's name, for a code that the person's approval gave (RFC 6749 §4.1.3, RFC 7636 §4.6). At most five
 * minutes. A code that comes again takes back the token that was made from it.
 */
final class AppTokens {

    private static final Duration LIFE = Duration.ofMinutes(5);
    private static final Pattern VERIFIER = Pattern.compile("[A-Za-z0-9._~-]{43,128}");

    private final OrganizationId organization;
    private final AuthorizationCodes codes;
    private final UserDirectory users;
    private final RevokedTokens revoked;
    private final AccessTokenIssuer issuer;
    private final AccessLog log;
    private final Clock clock;

    AppTokens(
            OrganizationId organization,
            AuthorizationCodes codes,
            UserDirectory users,
            RevokedTokens revoked,
            AccessTokenIssuer issuer,
            AccessLog log,
            Clock clock) {
        this.organization = organization;
        this.codes = codes;
        this.users = users;
        this.revoked = revoked;
        this.issuer = issuer;
        this.log = log;
        this.clock = clock;
    }

    TokenResponse issue(
            HttpServletRequest request, FormBody form, RegisteredClient client, Optional<TokenEndpoint.Proof> proof)
            throws OAuthError.Refusal {
        String code = form.single("code").orElse("");
        AuthorizationCodes.Approval approval = codes.find(code)
                .filter(found -> found.clientId().equals(client.id()))
                .orElseThrow(OAuthError.INVALID_GRANT::refusal);
        AuthorizationCodes.Use use = codes.use(code);
        if (use == AuthorizationCodes.Use.AGAIN) {
            takeBack(request, client, approval);
        }
        boolean holds = use == AuthorizationCodes.Use.FIRST
                && form.single("redirect_uri")
                        .equals(Optional.of(approval.redirectUri().text()))
                && form.single("code_verifier")
                        .filter(text -> proves(text, approval))
                        .isPresent();
        if (!holds) {
            throw OAuthError.INVALID_GRANT.refusal();
        }
        Account account = users.find(approval.accountId()).orElseThrow(OAuthError.INVALID_GRANT::refusal);
        Set<Role> roles = new HashSet<>(account.roles());
        roles.retainAll(client.roles());
        if (!approval.scopes().isWithin(RoleScopes.of(roles))) {
            throw OAuthError.INVALID_GRANT.refusal();
        }
        Duration life = client.tokenLife().compareTo(LIFE) < 0 ? client.tokenLife() : LIFE;
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        AccessToken token = new AccessToken(
                approval.tokenId(),
                client.id(),
                audience(form, approval),
                now,
                now.plus(life),
                approval.scopes(),
                RolePurposes.of(roles),
                proof.map(TokenEndpoint.Proof::thumbprint),
                new AccessToken.Holder.Person(account.id(), roles));
        String text = issuer.issue(token, IheClaims.person(organization, account.id(), token.purposes()));
        log.event(new SecurityEvent(
                RequestContext.requestId(request),
                SecurityEvent.Kind.TOKEN_ISSUED,
                true,
                account.id(),
                Map.of("token", token.id(), "client", client.id(), "address", request.getRemoteAddr())));
        return new TokenResponse(
                text, proof.isPresent() ? "DPoP" : "Bearer", life.toSeconds(), token.scopes(), Optional.empty());
    }

    private static boolean proves(String verifier, AuthorizationCodes.Approval approval) {
        byte[] hash = Hash.sha256(verifier.getBytes(StandardCharsets.UTF_8)).toByteArray();
        return VERIFIER.matcher(verifier).matches()
                && Base64.getUrlEncoder().withoutPadding().encodeToString(hash).equals(approval.challenge());
    }

    private static Set<String> audience(FormBody form, AuthorizationCodes.Approval approval) throws OAuthError.Refusal {
        Set<String> asked = new HashSet<>(form.all("resource"));
        if (!approval.audience().containsAll(asked)) {
            throw OAuthError.invalidTarget().refusal();
        }
        return asked.isEmpty() ? approval.audience() : asked;
    }

    private void takeBack(HttpServletRequest request, RegisteredClient client, AuthorizationCodes.Approval approval) {
        revoked.revoke(approval.tokenId(), clock.instant().plus(LIFE));
        log.event(new SecurityEvent(
                RequestContext.requestId(request),
                SecurityEvent.Kind.TOKEN_REVOKED,
                true,
                client.id(),
                Map.of("token", approval.tokenId(), "code", "used again", "address", request.getRemoteAddr())));
    }
}
