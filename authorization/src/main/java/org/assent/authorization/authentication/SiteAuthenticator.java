package org.assent.authorization.authentication;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.assent.authorization.client.ClientDirectory;
import org.assent.authorization.client.RegisteredClient;
import org.assent.authorization.http.Addresses;
import org.assent.authorization.http.RequestContext;
import org.assent.authorization.principal.Principal;
import org.assent.authorization.principal.Role;
import org.assent.authorization.principal.RolePurposes;
import org.assent.authorization.scope.ResourceServer;
import org.assent.authorization.scope.RoleScopes;
import org.assent.authorization.scope.Scopes;
import org.assent.authorization.signin.Account;
import org.assent.authorization.signin.SessionCookie;
import org.assent.authorization.signin.Sessions;
import org.assent.authorization.signin.UserDirectory;
import org.assent.authorization.token.AccessToken;
import org.assent.authorization.token.AccessTokenVerifier;
import org.assent.authorization.token.CredentialException;
import org.assent.authorization.token.DpopProofs;
import org.assent.ledger.identity.OrganizationId;

/**
 * Authenticates by session cookie, Bearer token or DPoP-bound token. Thread-safe.
 *
 * <p>A token comes before a cookie. A token that is bound to a key is never taken as Bearer (RFC 9449 §7.1). On the port for
 * other sites only their own bound tokens count, and only over a connection of the organization they were issued to; on
 * the port for people these tokens do not count.
 */
public final class SiteAuthenticator implements Authenticator {

    private final OrganizationId organization;
    private final Addresses addresses;
    private final AccessTokenVerifier tokens;
    private final DpopProofs proofs;
    private final ClientDirectory clients;
    private final UserDirectory users;
    private final Sessions sessions;
    private final SessionCookie cookie;

    /** For one site. */
    public SiteAuthenticator(
            OrganizationId organization,
            Addresses addresses,
            AccessTokenVerifier tokens,
            DpopProofs proofs,
            ClientDirectory clients,
            UserDirectory users,
            Sessions sessions,
            SessionCookie cookie) {
        this.organization = organization;
        this.addresses = addresses;
        this.tokens = tokens;
        this.proofs = proofs;
        this.clients = clients;
        this.users = users;
        this.sessions = sessions;
        this.cookie = cookie;
    }

    @Override
    public Optional<Authenticated> authenticate(HttpServletRequest request) throws CredentialException {
        List<String> headers = Collections.list(request.getHeaders("Authorization"));
        if (headers.size() > 1) {
            throw new CredentialException(
                    CredentialException.Code.INVALID_REQUEST, "A request has one Authorization header.");
        }
        if (!headers.isEmpty()) {
            return Optional.of(byToken(request, headers.get(0)));
        }
        return RequestContext.onSitesPort(request)
                ? Optional.empty()
                : cookie.read(request).flatMap(sessions::find).map(this::person);
    }

    private Authenticated person(Sessions.Session session) {
        Account account = session.account();
        Principal principal = new Principal.Person(
                organization, account.id(), session.id(), RolePurposes.of(account.roles()), account.roles());
        return new Authenticated(principal, RoleScopes.of(account.roles()), Authenticated.Means.COOKIE);
    }

    private Authenticated byToken(HttpServletRequest request, String header) throws CredentialException {
        int space = header.indexOf(' ');
        String scheme = space < 0 ? header : header.substring(0, space).toLowerCase(Locale.ROOT);
        String token = space < 0 ? "" : header.substring(space + 1).trim();
        ResourceServer part = ResourceServer.of(RequestContext.route(request).segments());
        AccessToken verified = tokens.verify(token, addresses.of(part, RequestContext.onSitesPort(request)));
        Authenticated.Means means =
                switch (scheme) {
                    case "bearer" -> Authenticated.Means.BEARER;
                    case "dpop" -> Authenticated.Means.DPOP;
                    default -> throw invalid("The token goes after Bearer or DPoP.");
                };
        requireKey(request, means, token, verified);
        return new Authenticated(principal(request, verified), scopes(verified), means);
    }

    private void requireKey(HttpServletRequest request, Authenticated.Means means, String token, AccessToken verified)
            throws CredentialException {
        if (verified.keyThumbprint().isPresent() != (means == Authenticated.Means.DPOP)) {
            throw invalid("A token that is bound to a key goes after DPoP, any other after Bearer.");
        }
        if (means == Authenticated.Means.BEARER) {
            return;
        }
        List<String> headers = Collections.list(request.getHeaders("DPoP"));
        if (headers.size() != 1) {
            throw new CredentialException(
                    CredentialException.Code.INVALID_DPOP_PROOF, "A request has one DPoP header with a proof.");
        }
        Set<String> targets = addresses.at(request.getRequestURI(), RequestContext.onSitesPort(request));
        String thumbprint = proofs.verify(headers.get(0), request.getMethod(), targets, Optional.of(token));
        if (!verified.keyThumbprint().equals(Optional.of(thumbprint))) {
            throw invalid("The DPoP proof is by another key than the token's.");
        }
    }

    private Principal principal(HttpServletRequest request, AccessToken token) throws CredentialException {
        return switch (token.holder()) {
            case AccessToken.Holder.Program program -> {
                RegisteredClient client =
                        clients.find(token.clientId()).orElseThrow(() -> invalid("The client is gone."));
                Set<Role> roles = new HashSet<>(program.roles());
                roles.retainAll(client.roles());
                if (RequestContext.onSitesPort(request)) {
                    throw invalid("The token is not for this port.");
                }
                yield new Principal.Client(organization, token.clientId(), token.id(), token.purposes(), roles);
            }
            case AccessToken.Holder.Person person -> {
                RegisteredClient app = clients.find(token.clientId()).orElseThrow(() -> invalid("The client is gone."));
                Account account = users.find(person.accountId()).orElseThrow(() -> invalid("The person is gone."));
                Set<Role> roles = new HashSet<>(person.roles());
                roles.retainAll(app.roles());
                roles.retainAll(account.roles());
                if (RequestContext.onSitesPort(request)) {
                    throw invalid("The token is not for this port.");
                }
                yield new Principal.Person(organization, account.id(), token.id(), token.purposes(), roles);
            }
            case AccessToken.Holder.Site site -> {
                if (!RequestContext.peerOrganization(request).equals(Optional.of(site.organization()))) {
                    throw invalid("The token was issued to another organization than the connection's.");
                }
                yield new Principal.Peer(
                        site.organization(), site.actor(), token.id(), token.purposes(), site.patientId());
            }
        };
    }

    /** Never more than the roles bring now. */
    private static Scopes scopes(AccessToken token) {
        Scopes most =
                switch (token.holder()) {
                    case AccessToken.Holder.Program program -> RoleScopes.of(program.roles());
                    case AccessToken.Holder.Person person -> RoleScopes.of(person.roles());
                    case AccessToken.Holder.Site site -> RoleScopes.PEER;
                };
        return token.scopes().isWithin(most) ? token.scopes() : Scopes.NONE;
    }

    private static CredentialException invalid(String message) {
        return new CredentialException(CredentialException.Code.INVALID_TOKEN, message);
    }
}
